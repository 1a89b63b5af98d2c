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
        self._sent_to_ms: dict[tuple[str, str], int] = {}

    def on_tick(self, report: TickReport) -> None:
        """Offer the points that are new since the tick before; of the first tick, the last point."""
        detector, judgement = report.detector, report.judgement
        if judgement is None or not judgement.frame.point_count:
            return
        key = (detector.tenant, detector.id)
        times = judgement.frame.timestamps
        sent_to_ms = self._sent_to_ms.get(key, int(times[-1]) - 1)
        new_points = int((times > sent_to_ms).sum())
        self._sent_to_ms[key] = int(times[-1])
        if new_points:
            frame, scores = judgement.frame.tail(new_points), judgement.scores.tail(new_points)
            self._live.offer(detector.tenant, detector.id, frame, scores)

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Nothing was judged, so there is nothing to show."""
