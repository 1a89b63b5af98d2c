"""After "expected": a weekly calendar where it comes back, else times that trainings leave out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from barograph.config.detector import DetectorSpec
from barograph.config.patching import Edit
from barograph.domain import Anomaly
from barograph.policy.proposals.base import Judged, Suggestion, as_json_time, matchers_for

__all__ = ["suggest_calendar", "suggest_exclusion"]

_DAY = timedelta(days=1)
_NEAR = timedelta(minutes=90)
_LONGEST = timedelta(hours=12)
_QUARTER_MINUTES = 15
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EVERY_DAY = 3
_HOUR_MS = 3_600_000


def suggest_calendar(spec: DetectorSpec, latest: Anomaly, expected: Sequence[Judged]) -> Suggestion | None:
    """Propose a weekly window where the same was expected at this time of the day before.

    The same weekday in another week makes a window on that day; three days make one on these days.
    """
    alike = [one.anomaly for one in expected if _is_same_time(one.anomaly, latest)]
    days = {_start(one).date() for one in alike}
    same_weekday = {day for day in days if day.weekday() == _start(latest).weekday()}
    if len(days) < _EVERY_DAY and len(same_weekday) < 2:
        return None
    meant = (
        alike
        if len(days) >= _EVERY_DAY
        else [one for one in alike if _start(one).weekday() == _start(latest).weekday()]
    )
    first, last = _find_window(meant, latest)
    if last - first > _LONGEST:
        return None
    weekdays = sorted({_start(one).weekday() for one in meant})
    return _calendar(spec, meant, [_NAMES[day] for day in weekdays], (first, last))


def suggest_exclusion(latest: Anomaly) -> Suggestion:
    """Propose that trainings leave this time out, in all series; what goes on gets an hour more."""
    end_ms = latest.updated_ms + _HOUR_MS if latest.ended_ms is None else latest.ended_ms
    first, last = as_json_time(latest.started_ms), as_json_time(max(end_ms, latest.started_ms + 1000))
    sentence = f"Leave {first} to {last} out of trainings of all series: it was expected, but is not usual."
    edit = Edit("append", "policy.exclude_from_training", {"first": first, "last": last})
    return Suggestion("exclusion", sentence, (edit,))


def _calendar(
    spec: DetectorSpec, meant: Sequence[Anomaly], days: list[str], window: tuple[datetime, datetime]
) -> Suggestion:
    start, end = (f"{moment:%H:%M}:00" for moment in window)
    series = {one.labels for one in meant}
    match = matchers_for(meant[0].labels, spec.labels) if len(series) == 1 else []
    when = "every day" if len(days) == len(_NAMES) else f"on {', '.join(day.capitalize() for day in days)}"
    value = {
        "name": f"expected {when} {start[:5]}-{end[:5]} UTC",
        "time_zone": "UTC",
        "weekly": [{"days": [] if len(days) == len(_NAMES) else days, "start": start, "end": end}],
        "dates": [],
        "icalendar": "",
        "holidays": "",
        "match": match,
        "threshold": None,
        "is_taught": False,
    }
    whose = f"of {', '.join(match)} " if match else ""
    sentence = (
        f"Open no anomalies {whose}{when} from {start[:5]} to {end[:5]} UTC: "
        f"{len(meant)} at that time were expected."
    )
    return Suggestion("calendar", sentence, (Edit("append", "policy.calendars", value),))


def _find_window(meant: Sequence[Anomaly], latest: Anomaly) -> tuple[datetime, datetime]:
    """Return the window, on the day of the latest, that holds all of them, in quarters of an hour."""
    shifts = [_shift(_start(one), _start(latest)) for one in meant]
    lengths = [
        timedelta(milliseconds=(one.updated_ms if one.ended_ms is None else one.ended_ms) - one.started_ms)
        for one in meant
    ]
    first = _start(latest) + min(shifts)
    last = _start(latest) + max(shift + length for shift, length in zip(shifts, lengths, strict=True))
    first -= timedelta(
        minutes=first.minute % _QUARTER_MINUTES, seconds=first.second, microseconds=first.microsecond
    )
    over = timedelta(
        minutes=last.minute % _QUARTER_MINUTES, seconds=last.second, microseconds=last.microsecond
    )
    return first, last - over + timedelta(minutes=_QUARTER_MINUTES)


def _is_same_time(one: Anomaly, other: Anomaly) -> bool:
    return abs(_shift(_start(one), _start(other))) <= _NEAR


def _shift(one: datetime, other: datetime) -> timedelta:
    """Return how much later in the day one is than the other, from minus to plus twelve hours."""
    return (one - other + _DAY / 2) % _DAY - _DAY / 2


def _start(anomaly: Anomaly) -> datetime:
    return datetime.fromtimestamp(anomaly.started_ms / 1000, UTC)
