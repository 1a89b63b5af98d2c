"""Hands the points of each tick to those who watch the detector right now."""

from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.live.scores import LiveScores
from barograph.storage.detector_rows import StoredDetector

__all__ = ["LiveScoresListener"]


class LiveScoresListener:
    """A listener of ticks; costs one look at the bus while nobody watches."""

    def __init__(self, live: LiveScores) -> None:
        self._live = live

    def on_tick(self, report: TickReport) -> None:
        """Offer the points that are new in this tick, and not those it looked back at."""
        judgement = report.judgement
        new_points = 0 if judgement is None else int((judgement.frame.timestamps > report.since_ms).sum())
        if judgement is not None and new_points:
            frame, scores = judgement.frame.tail(new_points), judgement.scores.tail(new_points)
            self._live.offer(report.detector.tenant, report.detector.id, frame, scores)

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Nothing was judged, so there is nothing to show."""
