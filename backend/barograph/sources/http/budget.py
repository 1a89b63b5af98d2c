"""How many queries a source may get: at the same time, and in a minute."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from barograph.errors import SourceThrottled, SourceTimeout

__all__ = ["QueryBudget"]


class QueryBudget:
    """Bounds the queries in flight, and refills a bucket with so many queries a minute."""

    def __init__(self, concurrency: int, per_minute: int | None, clock: Callable[[], float]) -> None:
        self._slots = BoundedSemaphore(concurrency)
        self._concurrency = concurrency
        self._per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._left = float(per_minute or 0)
        self._filled_at = clock()

    @contextmanager
    def slot(self, timeout_seconds: float) -> Iterator[None]:
        """Hold one of the slots during the block; refuse where none becomes free in time."""
        if not self._slots.acquire(timeout=timeout_seconds):
            raise SourceTimeout(
                f"No slot became free within {timeout_seconds:g} s: {self._concurrency} queries are running. "
                "Raise the concurrency of the source, or ask it for less.",
                detail={"concurrency": self._concurrency, "setting": "concurrency"},
            )
        try:
            yield
        finally:
            self._slots.release()

    def spend(self) -> None:
        """Take one query out of the bucket, or refuse with the time until there is one."""
        if self._per_minute is None:
            return
        with self._lock:
            now = self._clock()
            refill = (now - self._filled_at) * self._per_minute / 60
            self._left = min(float(self._per_minute), self._left + refill)
            self._filled_at = now
            if self._left < 1:
                wait = (1 - self._left) * 60 / self._per_minute
                raise SourceThrottled(
                    f"The budget of {self._per_minute} queries a minute is used up. "
                    "Raise queries_per_minute of the source, or lengthen intervals.",
                    detail={"limit": self._per_minute, "setting": "queries_per_minute"},
                    retry_after_seconds=wait,
                )
            self._left -= 1
