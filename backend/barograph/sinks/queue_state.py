"""How one queue is: what became of its messages, and until when it rests after a failure."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

import structlog

from barograph.sinks.base import Outcome, Verdict
from barograph.telemetry.timings import Timings

__all__ = ["QueueState"]

_log = structlog.get_logger(__name__)
_FIRST_PAUSE_MS = 1_000
_LONGEST_PAUSE_MS = 60_000


class QueueState:
    """Counts since the start; pauses grow from a second to a minute while failures follow each other."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._counts = dict.fromkeys((*(one.value for one in Outcome), "dropped"), 0)
        self._failures = 0
        self._last_error = ""
        self._last_delivered_ms: int | None = None
        self._seconds = Timings()
        self._rests_from_ms = 0
        self.rests_until_ms = 0

    def count(self, name: str, number: int) -> None:
        """Count messages by what became of them."""
        with self._lock:
            self._counts[name] += number

    @contextmanager
    def timing(self) -> Iterator[None]:
        """Count how long the exchange in the block takes, however it ends."""
        started = time.monotonic()
        try:
            yield
        finally:
            self._seconds.observe(time.monotonic() - started)

    def learn(self, verdicts: Sequence[Verdict], now_ms: int) -> None:
        """Rest after a failure, twice as long each time, or as long as the other side asks."""
        bad = next((one for one in verdicts if one.outcome is Outcome.RETRY), None)
        refused = next((one for one in verdicts if one.outcome is Outcome.REFUSED), None)
        with self._lock:
            self._last_error = (bad or refused or Verdict(Outcome.DELIVERED)).reason
            if any(one.outcome is Outcome.DELIVERED for one in verdicts):
                self._last_delivered_ms = now_ms
            if bad is None:
                self._failures = 0
                return
            self._failures += 1
        if self._failures == 1:
            _log.warning("a sink does not take messages; they wait", sink=self._name, reason=bad.reason)
        pause_ms = min(_LONGEST_PAUSE_MS, _FIRST_PAUSE_MS * 2 ** min(self._failures - 1, 10))
        self._rests_from_ms = now_ms
        self.rests_until_ms = now_ms + max(pause_ms, int(bad.wait_seconds * 1000))

    def is_resting(self, now_ms: int) -> bool:
        """Tell whether it rests; where the clock was set back to before the failure it does no longer."""
        return self._rests_from_ms <= now_ms < self.rests_until_ms

    def to_json(self, pending: int, is_in_memory: bool = False) -> dict[str, object]:
        """Return state and counts for health and metrics; what waits in memory only this engine sees."""
        with self._lock:
            return {
                "pending": pending,
                "in_memory": pending if is_in_memory else 0,
                "failures_in_a_row": self._failures,
                "last_error": self._last_error,
                "last_delivered_ms": self._last_delivered_ms,
                "seconds": self._seconds.to_json(),
                **self._counts,
            }
