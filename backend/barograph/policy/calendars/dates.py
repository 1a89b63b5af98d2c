"""Single days and ranges, and public holidays."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from holidays import country_holidays

from barograph.config.calendar import DateRange
from barograph.errors import ValidationFailed
from barograph.policy.calendars.base import Interval, days_between, to_milliseconds

__all__ = ["Dates", "Holidays"]


class Dates:
    """Holds in one range, however often it is asked."""

    def __init__(self, dates: DateRange, zone: ZoneInfo) -> None:
        last = dates.first if dates.last is None else dates.last
        end = _start_of(last, zone) if isinstance(last, datetime) else _start_of(_day_after(last), zone)
        self._interval = Interval(to_milliseconds(_start_of(dates.first, zone)), to_milliseconds(end))

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield the range."""
        yield self._interval


class Holidays:
    """Holds on the public holidays of a country, from midnight to midnight local time."""

    def __init__(self, place: str, zone: ZoneInfo) -> None:
        country, _, part = place.partition("-")
        try:
            self._days = country_holidays(country, subdiv=part or None)
        except NotImplementedError as error:
            raise ValidationFailed(
                f"The holidays of {place!r} are not known. Write a country such as DE, or DE-BY for a part."
            ) from error
        self._zone = zone

    def intervals(self, start_ms: int, end_ms: int) -> Iterator[Interval]:
        """Yield the holidays around."""
        for day in days_between(start_ms, end_ms):
            if day in self._days:
                first, last = _start_of(day, self._zone), _start_of(_day_after(day), self._zone)
                yield Interval(to_milliseconds(first), to_milliseconds(last))


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


def _start_of(moment: date | datetime, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return datetime.combine(moment, time(0), zone)
