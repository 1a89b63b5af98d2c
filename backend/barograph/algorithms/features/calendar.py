"""Features of the calendar: where in the day and the week a moment lies, and whether it is a holiday."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np

from barograph.algorithms.seasons.calendars import DAY_MS, HOUR_MS, WEEK_MS
from barograph.domain import FloatArray, TimeArray
from barograph.errors import ValidationFailed

__all__ = ["CALENDAR_FEATURES", "CalendarFeature", "check_country"]

_WEEKEND = 5
_MONDAY = date(1970, 1, 5)


@dataclass(frozen=True, slots=True)
class CalendarFeature:
    """Columns that depend on the clock only; ``compute`` gets local time and the declared text."""

    columns: tuple[str, ...]
    compute: Callable[[TimeArray, str], list[FloatArray]]


def _circle(period_ms: int) -> Callable[[TimeArray, str], list[FloatArray]]:
    """Write a time of a period as a point on a circle, so that its end is close to its beginning."""

    def compute(local: TimeArray, _text: str) -> list[FloatArray]:
        angle = 2 * np.pi * (local % period_ms) / period_ms
        return [np.sin(angle), np.cos(angle)]

    return compute


def _weekday(local: TimeArray, _text: str) -> list[FloatArray]:
    return [(local // DAY_MS % 7).astype(np.float64)]


def _weekend(local: TimeArray, _text: str) -> list[FloatArray]:
    return [(local // DAY_MS % 7 >= _WEEKEND).astype(np.float64)]


def _holiday(local: TimeArray, text: str) -> list[FloatArray]:
    country = text.partition(":")[2].upper()
    days, place = np.unique(local // DAY_MS, return_inverse=True)
    dates = [_MONDAY + timedelta(days=int(day)) for day in days]
    known = _holidays_of(country, sorted({day.year for day in dates}))
    return [np.array([float(day in known) for day in dates])[place]]


def check_country(country: str) -> None:
    """Refuse a country whose holidays are not known."""
    _holidays_of(country.upper(), [_MONDAY.year])


def _holidays_of(country: str, years: list[int]) -> Container[date]:
    try:
        found: Container[date] = holidays.country_holidays(country, years=years)
    except (NotImplementedError, KeyError) as error:
        raise ValidationFailed(
            f"There are no holidays for `{country}`. Use a country code such as `holiday:DE`.",
            detail={"parameter": "features"},
        ) from error
    return found


CALENDAR_FEATURES = {
    "hour": CalendarFeature(("hour:sin", "hour:cos"), _circle(DAY_MS)),
    "minute": CalendarFeature(("minute:sin", "minute:cos"), _circle(HOUR_MS)),
    "week": CalendarFeature(("week:sin", "week:cos"), _circle(WEEK_MS)),
    "weekday": CalendarFeature(("weekday",), _weekday),
    "weekend": CalendarFeature(("weekend",), _weekend),
    "holiday": CalendarFeature(("holiday",), _holiday),
}
