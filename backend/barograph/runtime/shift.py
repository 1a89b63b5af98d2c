"""The shift of the engine that leads: it gives detectors their slots and knows what they said last."""

import time
from collections.abc import Callable, Sequence

from barograph.engine.anomaly_log import AnomalyLog
from barograph.engine.desk import JobHandler
from barograph.engine.handlers import DetectHandler
from barograph.engine.label_list import LabelsHandler
from barograph.engine.live_scores import LiveScoresListener
from barograph.engine.meter import TickMeter
from barograph.engine.monitor import ModelMonitor
from barograph.engine.runner import TickRunner
from barograph.engine.scheduler import Scheduler
from barograph.engine.score_board import ScoreBoard
from barograph.engine.score_feed import ScoreFeed
from barograph.engine.score_page import ScoresHandler
from barograph.engine.setting_aside import detectors_to_run
from barograph.live.scores import LiveScores
from barograph.runtime.detection import Detection
from barograph.runtime.foundation import Foundation
from barograph.sinks.remote_write import RemoteWriter
from barograph.training.agenda import Agenda

__all__ = ["Shift"]


class Shift:
    """Begins with nothing but the store, for another engine led before; a second one needs a new shift.

    ``handlers`` do the jobs that only who leads can do.
    """

    def __init__(
        self,
        foundation: Foundation,
        detection: Detection,
        meter: TickMeter,
        writers: Callable[[], Sequence[RemoteWriter]],
    ) -> None:
        settings, stores, publish = foundation.settings, foundation.stores, foundation.bus.publish
        self._detectors = stores.detectors
        self._sources = detection.sources.directory
        self._agenda = Agenda(stores.models, stores.jobs, foundation.registry)
        self.monitor = ModelMonitor(stores.model_watches, stores.models, self._agenda, publish)
        board = ScoreBoard()
        live = LiveScoresListener(LiveScores(foundation.bus))
        runner = TickRunner(
            detection.ticker,
            stores.detectors,
            [AnomalyLog(), live, meter, self.monitor, board, ScoreFeed(writers)],
            last_failure=self._agenda.last_failure,
        )
        self.scheduler = Scheduler(runner.run, settings.engine_threads)
        self.handlers: dict[str, JobHandler] = {
            "detect": DetectHandler(stores.detectors, detection.ticker, runner.hear),
            "labels": LabelsHandler(board, stores.detectors),
            "scores": ScoresHandler(board, settings.metrics_scores_series),
        }
        self._edition: tuple[int, int, int] | None = None

    def start(self) -> None:
        """Begin to run what is due."""
        self.sync()
        self.scheduler.start()

    def stop(self, *, is_patient: bool = True) -> None:
        """End ticks; whoever was deposed does not wait for them, for they can't write any more."""
        self.scheduler.stop(is_patient=is_patient)

    def sync(self) -> None:
        """Take up what changed about detectors, and the clock where it was set."""
        if self.scheduler.keep_time():
            self._sources.forget_beyond(int(time.time() * 1000))
        edition = self._detectors.edition()
        if edition != self._edition:
            self.scheduler.sync(detectors_to_run(self._detectors, int(time.time() * 1000)))
            self._edition = edition

    def queue_trainings(self) -> None:
        """Queue the trainings that are due."""
        self._agenda.queue_due(self.scheduler.detectors, int(time.time() * 1000))
