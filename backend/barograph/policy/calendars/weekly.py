"""Windows that come back every week."""

from collections.abc import Iterator
from datetime import datetime, timedelta
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
                yield Interval(to_milliseconds(first), to_milliseconds(last))
