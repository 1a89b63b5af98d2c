"""Calendars: when is maintenance, when is a season, in local time and over daylight-saving changes."""

from barograph.policy.calendars.base import Calendar, Interval
from barograph.policy.calendars.build import RuleCalendar, build_calendar

__all__ = ["Calendar", "Interval", "RuleCalendar", "build_calendar"]
