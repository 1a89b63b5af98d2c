"""What the engine counts; the numbers travel with its heartbeat to wherever /metrics is asked."""

from threading import Lock

from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.storage.detector_rows import StoredDetector
from barograph.telemetry.timings import Timings

__all__ = ["TickMeter"]


class TickMeter:
    """A listener of ticks that adds up."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ticks = 0
        self._seconds = Timings()
        self._series = 0
        self._skipped_points = 0
        self._set_back = 0
        self._failures: dict[str, int] = {}
        self._decisions: dict[str, int] = {}

    def on_tick(self, report: TickReport) -> None:
        """Count a tick and what policy decided in it."""
        self._seconds.observe(report.seconds, report.detector.spec.algorithm.name)
        with self._lock:
            self._ticks += 1
            self._skipped_points += report.skipped_points
            self._set_back += report.is_set_back
            if report.judgement is not None:
                self._series += report.judgement.frame.series_count
                for reason, count in report.judgement.outcome.reasons.items():
                    self._decisions[str(reason)] = self._decisions.get(str(reason), 0) + count

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Count a failure by its code."""
        with self._lock:
            self._failures[error.code] = self._failures.get(error.code, 0) + 1

    def to_json(self) -> dict[str, object]:
        """Return the counts since the engine started."""
        with self._lock:
            return {
                "ticks": self._ticks,
                "tick_seconds": self._seconds.to_json(),
                "series": self._series,
                "skipped_points": self._skipped_points,
                "set_back": self._set_back,
                "failures": dict(self._failures),
                "decisions": dict(self._decisions),
            }
