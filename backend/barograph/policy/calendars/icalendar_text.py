"""Events of an iCalendar file, the recurring ones with their exceptions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar as ParsedCalendar

from barograph.errors import ValidationFailed
from barograph.policy.calendars.base import Interval, to_milliseconds

__all__ = ["ICalendarText"]


class ICalendarText:
    """Holds during every event of the file; events without a zone are local."""

    def __init__(self, text: str, zone: ZoneInfo) -> None:
        try:
            self._events = recurring_ical_events.of(ParsedCalendar.from_ical(text))
        except ValueError as error:
            raise ValidationFailed(
                f"The iCalendar text can't be read: {error}. Export the calendar again as .ics."
            ) from error
        self._zone = zone

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield the occurrences around."""
        day = timedelta(days=1)
        first = datetime.fromtimestamp(start_ms / 1000, UTC) - day
        last = datetime.fromtimestamp(end_ms / 1000, UTC) + day
        for event in self._events.between(first, last):
            start, end = event.start, event.end
            yield Interval(to_milliseconds(self._localize(start)), to_milliseconds(self._localize(end)))

    def _localize(self, moment: date | datetime) -> datetime:
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time(0), self._zone)
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)
