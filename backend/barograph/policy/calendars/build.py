"""From a rule in the configuration to one calendar."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import numpy as np

from barograph.config.calendar import CalendarRule
from barograph.domain import TimeArray
from barograph.policy.base import BoolArray
from barograph.policy.calendars.base import Calendar, Interval
from barograph.policy.calendars.dates import Dates, Holidays
from barograph.policy.calendars.icalendar_text import ICalendarText
from barograph.policy.calendars.weekly import Weekly

__all__ = ["RuleCalendar", "build_calendar"]


class RuleCalendar:
    """Holds whenever one of its parts does."""

    def __init__(self, parts: tuple[Calendar, ...]) -> None:
        self._parts = parts

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield the intervals of all parts."""
        for part in self._parts:
            yield from part.intervals(start_ms, end_ms)

    def covers(self, times: TimeArray) -> BoolArray:
        """Return which of the moments, in rising order, lie in an interval."""
        covered = np.zeros(times.shape, dtype=bool)
        if not times.size:
            return covered
        for start_ms, end_ms in self.intervals(int(times[0]), int(times[-1])):
            first, last = np.searchsorted(times, [start_ms, end_ms])
            covered[first:last] = True
        return covered


def build_calendar(rule: CalendarRule) -> RuleCalendar:
    """Make the calendar of a rule, reading its iCalendar text once."""
    zone = ZoneInfo(rule.time_zone)
    parts: list[Calendar] = [Weekly(window, zone) for window in rule.weekly]
    parts.extend(Dates(dates, zone) for dates in rule.dates)
    if rule.icalendar:
        parts.append(ICalendarText(rule.icalendar, zone))
    if rule.holidays:
        parts.append(Holidays(rule.holidays, zone))
    return RuleCalendar(tuple(parts))
