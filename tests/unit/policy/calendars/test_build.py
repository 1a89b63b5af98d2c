from datetime import UTC, datetime

import numpy as np
import pytest

from barograph.config.calendar import CalendarRule
from barograph.errors import ValidationFailed
from barograph.policy.calendars import build_calendar

ICALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20260105T220000
DTEND;TZID=Europe/Berlin:20260105T230000
RRULE:FREQ=WEEKLY;BYDAY=MO
EXDATE;TZID=Europe/Berlin:20260112T220000
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20260301
DTEND;VALUE=DATE:20260302
END:VEVENT
END:VCALENDAR
"""
NIGHT = {"start": "22:00", "end": "02:00"}
BERLIN = {"time_zone": "Europe/Berlin"}
SKIPPED = {"start": "02:30", "end": "03:30"}


def covers(rule: dict[str, object], moment: str) -> bool:
    at_ms = round(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp() * 1000)
    calendar = build_calendar(CalendarRule.model_validate({"name": "x", **rule}))
    return bool(calendar.covers(np.array([at_ms], dtype=np.int64))[0])


@pytest.mark.parametrize(
    ("rule", "moment", "is_covered"),
    [
        pytest.param({"weekly": [NIGHT]}, "2026-01-07T23:00", True, id="before midnight"),
        pytest.param({"weekly": [NIGHT]}, "2026-01-07T01:59", True, id="after midnight"),
        pytest.param({"weekly": [NIGHT]}, "2026-01-07T02:00", False, id="the end is not part of it"),
        pytest.param({"weekly": [{"days": ["sunday"]}]}, "2026-01-04T12:00", True, id="a whole day"),
        pytest.param({"weekly": [{"days": ["sunday"]}]}, "2026-01-05T00:00", False, id="and no longer"),
        pytest.param({"weekly": [NIGHT], **BERLIN}, "2026-01-07T21:30", True, id="winter time"),
        pytest.param({"weekly": [NIGHT], **BERLIN}, "2026-07-07T20:30", True, id="summer time"),
        pytest.param({"weekly": [NIGHT], **BERLIN}, "2026-01-07T20:30", False, id="not in winter"),
        pytest.param(
            {"weekly": [{"start": "00:00", "end": "06:00"}], **BERLIN},
            "2026-03-29T03:59",
            True,
            id="a short night ends an hour earlier",
        ),
        pytest.param(
            {"weekly": [{"start": "00:00", "end": "06:00"}], **BERLIN},
            "2026-03-29T04:00",
            False,
            id="at four in UTC",
        ),
        pytest.param({"weekly": [SKIPPED], **BERLIN}, "2026-03-29T01:00", True, id="a start that is skipped"),
        pytest.param({"weekly": [SKIPPED], **BERLIN}, "2026-03-29T02:29", True, id="does not shorten it"),
        pytest.param({"weekly": [SKIPPED], **BERLIN}, "2026-03-29T02:30", False, id="nor lengthen it"),
        pytest.param(
            {"weekly": [SKIPPED], **BERLIN}, "2026-10-25T00:30", True, id="a start that comes twice"
        ),
        pytest.param({"weekly": [SKIPPED], **BERLIN}, "2026-10-25T02:29", True, id="to the only end"),
        pytest.param({"dates": [{"first": "2026-05-01"}]}, "2026-05-01T23:59", True, id="a day"),
        pytest.param({"dates": [{"first": "2026-05-01"}]}, "2026-05-02T00:00", False, id="the day after"),
        pytest.param(
            {"dates": [{"first": "2026-05-01T10:00:00", "last": "2026-05-01T12:00:00"}], **BERLIN},
            "2026-05-01T08:00",
            True,
            id="a range in local time",
        ),
        pytest.param({"holidays": "DE-BY"}, "2026-01-06T12:00", True, id="a holiday of a part"),
        pytest.param({"holidays": "DE"}, "2026-01-06T12:00", False, id="that the country does not have"),
        pytest.param({"icalendar": ICALENDAR}, "2026-01-19T21:30", True, id="an event that recurs"),
        pytest.param({"icalendar": ICALENDAR}, "2026-01-12T21:30", False, id="but not on that day"),
        pytest.param({"icalendar": ICALENDAR}, "2026-07-06T20:30", True, id="nor shifted in summer"),
        pytest.param({"icalendar": ICALENDAR, **BERLIN}, "2026-02-28T23:30", True, id="a local whole day"),
    ],
)
def test_a_calendar_knows_when_it_holds(rule: dict[str, object], moment: str, is_covered: bool) -> None:
    assert covers(rule, moment) is is_covered


@pytest.mark.parametrize("rule", [{"holidays": "XX"}, {"icalendar": "no calendar"}])
def test_what_cannot_be_understood_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(ValidationFailed):
        covers(rule, "2026-01-01T00:00")
