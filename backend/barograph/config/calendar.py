"""Times that are different: weekly windows, dates, iCalendar files, holidays; in a time zone."""

from datetime import date, datetime, time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from barograph.config.matchers import Matcher
from barograph.config.zones import ZoneName

__all__ = ["CalendarRule", "DateRange", "WeeklyWindow"]

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class WeeklyWindow(BaseModel):
    """The same hours every week. An end that is not after the start lies on the next day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: tuple[Weekday, ...] = Field((), description="Days on which it starts; empty means every day.")
    start: time = Field(time(0), description="Local time at which it starts.")
    end: time = Field(time(0), description="Local time at which it ends.")


class DateRange(BaseModel):
    """From a moment to a moment. Without a zone they are local; a date alone means the whole day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date | datetime = Field(description="Where it starts.")
    last: date | datetime | None = Field(None, description="Where it ends; the same day if unset.")

    @model_validator(mode="after")
    def _check_order(self) -> "DateRange":
        if self.last is not None and str(self.last) < str(self.first):
            raise ValueError("`last` can't be before `first`")
        return self


class CalendarRule(BaseModel):
    """A set of times and what is different then: nothing opens, or another threshold holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100, description="What people call these times.")
    time_zone: ZoneName = Field("UTC", description="Zone of local times, such as Europe/Berlin.")
    weekly: tuple[WeeklyWindow, ...] = Field((), description="Windows that come back every week.")
    dates: tuple[DateRange, ...] = Field((), description="Single days or ranges.")
    icalendar: str = Field(
        "", description="Text of an iCalendar file; in YAML write ${file:/path/to/maintenance.ics}."
    )
    holidays: str = Field(
        "", description="Public holidays of a country or a part of it, such as DE or DE-BY."
    )
    match: tuple[Matcher, ...] = Field((), description="Only series with these labels; empty means all.")
    threshold: float | None = Field(
        None, gt=0, le=1, description="Score that counts as strange then; unset means that nothing opens."
    )
    is_taught: bool = Field(False, description="Whether trainings learn from these times.")

    @model_validator(mode="after")
    def _check_together(self) -> "CalendarRule":
        if not (self.weekly or self.dates or self.icalendar or self.holidays):
            raise ValueError("give `weekly`, `dates`, `icalendar` or `holidays`")
        if self.threshold is not None and self.match:
            raise ValueError("a calendar with a `threshold` holds for all series; leave `match` out")
        return self
