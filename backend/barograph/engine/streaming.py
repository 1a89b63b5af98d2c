"""What ticks find goes to those who watch, while they watch."""

import numpy as np

from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.live.bus import LivePublisher
from barograph.live.scores import LiveScores
from barograph.storage.detector_rows import StoredDetector

__all__ = ["ScoreStream"]


class ScoreStream:
    """A listener of ticks that sends the new points with their scores."""

    def __init__(self, bus: LivePublisher) -> None:
        self._live = LiveScores(bus)

    def on_tick(self, report: TickReport) -> None:
        """Send the points that this tick judged for the first time."""
        judgement = report.judgement
        if judgement is None:
            return
        first = int(np.searchsorted(judgement.frame.timestamps, report.since_ms, side="right"))
        self._live.offer(
            report.detector.tenant,
            report.detector.id,
            judgement.frame.columns(first),
            judgement.scores.columns(first),
        )

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Nothing was judged, so there is nothing to send."""
