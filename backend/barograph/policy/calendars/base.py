"""The contract of a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol

__all__ = ["Calendar", "Interval", "days_between", "to_milliseconds"]


class Interval(NamedTuple):
    """A time from a moment on to before another, in milliseconds since the epoch."""

    start_ms: int
    end_ms: int


class Calendar(Protocol):
    """Knows when it holds."""

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield every interval that touches ``start_ms <= t <= end_ms``, in any order."""
        ...


def to_milliseconds(moment: datetime) -> int:
    """Return a moment with a zone as milliseconds since the epoch."""
    return round(moment.timestamp() * 1000)


def days_between(start_ms: int, end_ms: int) -> Iterator[date]:
    """Yield the days that touch a time in any zone, the one before included."""
    day = datetime.fromtimestamp(start_ms / 1000, UTC).date() - timedelta(days=2)
    last = datetime.fromtimestamp(end_ms / 1000, UTC).date() + timedelta(days=1)
    while day <= last:
        yield day
        day += timedelta(days=1)
