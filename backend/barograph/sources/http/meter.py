"""What a piece of work cost at servers: requests and bytes; and what they remarked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

__all__ = ["Meter", "count_answer", "count_warnings"]

_MOST_WARNINGS, _LONGEST_WARNING = 10, 300


@dataclass(slots=True)
class Meter:
    """Counts what the thread that runs it receives."""

    requests: int = 0
    response_bytes: int = 0
    warnings: dict[str, None] = field(default_factory=dict)

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


def count_warnings(warnings: Iterable[str]) -> None:
    """Add what a server remarked on its answer, each remark once."""
    meter = _CURRENT.get()
    if meter is None:
        return
    for warning in warnings:
        if len(meter.warnings) < _MOST_WARNINGS:
            meter.warnings[warning[:_LONGEST_WARNING]] = None
