"""The engine, put together: what is due is judged, what is asked is done, files are watched."""

import time
from collections.abc import Callable, Mapping
from threading import Event

from barograph.engine.anomaly_log import AnomalyLog
from barograph.engine.chores import Chore, Chores
from barograph.engine.housekeeping import Housekeeping
from barograph.engine.live_scores import LiveScoresListener
from barograph.engine.meter import TickMeter
from barograph.engine.monitor import ModelMonitor
from barograph.engine.reloading import Reloader
from barograph.engine.runner import TickRunner
from barograph.engine.scheduler import Scheduler
from barograph.engine.score_board import ScoreBoard
from barograph.engine.score_feed import ScoreFeed
from barograph.live.scores import LiveScores
from barograph.runtime.automations import build_automations
from barograph.runtime.checks import detector_checks
from barograph.runtime.desks import build_desks
from barograph.runtime.detection import build_detection
from barograph.runtime.foundation import Foundation
from barograph.runtime.heart import Heart
from barograph.runtime.incidents import build_incident_desk
from barograph.runtime.sink_crew import SinkCrew
from barograph.runtime.source_keeper import SourceKeeper
from barograph.runtime.unique_name import unique_name
from barograph.storage.processes import live_engines
from barograph.training.agenda import Agenda

__all__ = ["Engine"]

_SYNC_SECONDS = 0.5
_JOBS_SECONDS = 0.05
_BEAT_SECONDS = 2.0
_ORPHAN_SECONDS = 5.0
_CALM_SECONDS = 5.0
_FORGET_SECONDS = 60.0
_DRAIN = 0.3


class Engine:
    """Everything that fetches, scores and fits, put together."""

    def __init__(self, foundation: Foundation, environment: Mapping[str, str]) -> None:
        settings, stores = foundation.settings, foundation.stores
        self._foundation = foundation
        name = unique_name()
        detection = self._detection = build_detection(foundation)
        self._keeper = SourceKeeper(foundation, detection.sources)
        self._meter = TickMeter()
        self._agenda = Agenda(stores.models, stores.jobs, foundation.registry)
        self._monitor = ModelMonitor(
            stores.model_watches, stores.models, self._agenda, foundation.bus.publish
        )
        scores = ScoreBoard()
        self._crew = SinkCrew(foundation.sinks, settings, stores, name)
        runner = TickRunner(
            detection.ticker,
            stores.detectors,
            [
                AnomalyLog(),
                LiveScoresListener(LiveScores(foundation.bus)),
                self._meter,
                self._monitor,
                scores,
                ScoreFeed(self._crew.writers),
            ],
            last_failure=self._agenda.last_failure,
        )
        self._scheduler = Scheduler(runner.run, settings.engine_threads)
        self._edition: tuple[int, int, int] | None = None
        self._housekeeping = Housekeeping(
            stores,
            settings.event_retention_days,
            settings.anomaly_retention_days,
            settings.model_versions_kept,
        )
        self._desks = build_desks(foundation, detection, scores, runner.hear, name)
        self._incidents = build_incident_desk(foundation, environment, _now_ms())
        self._automations = build_automations(foundation, environment, name)
        self._reloader = Reloader(
            settings.provisioning_dir,
            environment,
            detector_checks(foundation.registry, detection.sources.languages),
            stores.detectors,
        )

        self._heart = Heart(name, stores.processes, self._sentence, self._details())

    def run(self, stopping: Event) -> None:
        """Work until told to stop; what runs is ended in order."""
        # Whoever does not beat is taken for dead, and what it holds is given to others.
        self._heart.beat()
        self._keeper.look()
        self._reloader.look(_now_ms())
        self._automations.files.look()
        self._sync()
        self._scheduler.start()
        self._crew.look()
        self._automations.workers.start()
        try:
            Chores(self._chores()).run_until(stopping)
        finally:
            self._desks.stop()
            self._scheduler.stop()
            self._automations.workers.stop(self._foundation.settings.shutdown_seconds * _DRAIN)
            self._crew.dispatcher.stop(self._foundation.settings.shutdown_seconds * _DRAIN)
            self._heart.stop()

    def _chores(self) -> list[Chore]:
        settings = self._foundation.settings
        return [
            Chore("jobs", _JOBS_SECONDS, self._desks.quick.look),
            Chore("trainings", _SYNC_SECONDS, self._desks.patient.look),
            Chore("sync", _SYNC_SECONDS, self._sync),
            Chore("sources", settings.reload_seconds, self._keeper.look),
            Chore("reload", settings.reload_seconds, lambda: self._reloader.look(_now_ms())),
            Chore(
                "agenda",
                _SYNC_SECONDS,
                lambda: self._agenda.queue_due(self._scheduler.detectors, _now_ms()),
            ),
            Chore("incidents", _SYNC_SECONDS, lambda: self._incidents.look(_now_ms())),
            Chore("calm incidents", _CALM_SECONDS, lambda: self._incidents.end_calm(_now_ms())),
            Chore("automations", _SYNC_SECONDS, lambda: self._automations.desk.look(_now_ms())),
            Chore("automation files", settings.reload_seconds, self._automations.files.look),
            Chore("sinks", settings.reload_seconds, self._crew.look),
            Chore("teams", settings.reload_seconds, self._foundation.teams),
            Chore("letters", _FORGET_SECONDS, self._put_letters_aside),
            Chore("orphans", _ORPHAN_SECONDS, lambda: self._housekeeping.close_orphans(_now_ms())),
            Chore("forget", _FORGET_SECONDS, lambda: self._housekeeping.forget_old(_now_ms())),
            Chore("beat", _BEAT_SECONDS, self._heart.beat),
        ]

    def _put_letters_aside(self) -> None:
        """Put messages aside that no engine carries: each tells in its beats for whom it does."""
        beats = live_engines(self._foundation.stores.processes.all(), _now_ms())
        carried = {name for beat in beats for name in beat.detail.get("sinks", ())}
        self._housekeeping.put_letters_aside(carried | self._crew.dispatcher.queues, _now_ms())

    def _mistakes(self) -> dict[str, list[str]]:
        """Return by kind what is wrong with files that are not in force."""
        problems = {
            "data sources": self._keeper.problems,
            "automations": self._automations.files.problems,
            "sinks": self._foundation.sinks.problems,
            "teams": self._foundation.teams.problems,
        }
        return {kind: list(found) for kind, found in problems.items() if found}

    def _sentence(self) -> str:
        return f"Looks after {len(self._scheduler.detectors)} detectors."

    def _details(self) -> dict[str, Callable[[], object]]:
        return {
            "provisioning": self._reloader.to_json,
            "mistakes": self._mistakes,
            "sources": self._keeper.health_json,
            "sinks": self._crew.dispatcher.to_json,
            "collections": self._keeper.collections_json,
            "query_seconds": self._detection.sources.timings.to_json,
            "missed_slots": lambda: self._scheduler.missed_slots,
            "counts": self._meter.to_json,
            "models": self._monitor.to_json,
        }

    def _sync(self) -> None:
        detectors = self._foundation.stores.detectors
        edition = detectors.edition()
        if edition != self._edition:
            self._scheduler.sync(detectors.enabled())
            self._edition = edition


def _now_ms() -> int:
    return int(time.time() * 1000)
