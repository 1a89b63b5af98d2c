"""What a piece of work cost at servers: requests and bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["Meter", "count_answer"]


@dataclass(slots=True)
class Meter:
    """Counts what the thread that runs it receives."""

    requests: int = 0
    response_bytes: int = 0

    @contextmanager
    def running(self) -> Iterator["Meter"]:
        """Count the answers of every exchange in the block."""
        token = _CURRENT.set(self)
        try:
            yield self
        finally:
            _CURRENT.reset(token)


_CURRENT: ContextVar[Meter | None] = ContextVar("meter", default=None)


def count_answer(size: int) -> None:
    """Add an answer of so many bytes to the meter of this thread, where there is one."""
    meter = _CURRENT.get()
    if meter is not None:
        meter.requests += 1
        meter.response_bytes += size
