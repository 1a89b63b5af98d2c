"""Windows that come back every week."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from barograph.config.calendar import WeeklyWindow
from barograph.policy.calendars.base import Interval, days_between, to_milliseconds

__all__ = ["Weekly"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Weekly:
    """Holds between two wall-clock times, so it is an hour shorter or longer when the clocks change."""

    def __init__(self, window: WeeklyWindow, zone: ZoneInfo) -> None:
        self._window = window
        self._zone = zone
        self._days = {_DAYS.index(name) for name in window.days or _DAYS}

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield the windows of the days around."""
        window = self._window
        over_midnight = timedelta(days=1 if window.end <= window.start else 0)
        for day in days_between(start_ms, end_ms):
            if day.weekday() in self._days:
                first = datetime.combine(day, window.start, self._zone)
                last = datetime.combine(day + over_midnight, window.end, self._zone)
                yield _interval(first, last)


def _interval(first: datetime, last: datetime) -> Interval:
    """Return a window; where the clocks skip its start it holds for its whole length all the same.

    Some schedulers do then what was due as soon as the clocks have changed, others as much later as was
    skipped: both are covered.
    """
    start_ms, end_ms = to_milliseconds(first), to_milliseconds(last)
    is_skipped = first.astimezone(UTC).astimezone(first.tzinfo).time() != first.time()
    if not is_skipped:
        return Interval(start_ms, end_ms)
    length_ms = (last.replace(tzinfo=None) - first.replace(tzinfo=None)) // timedelta(milliseconds=1)
    return Interval(to_milliseconds(first.replace(fold=1)), max(end_ms, start_ms + length_ms))
