"""Seasons: which bin of the hour, the day or the week a moment falls into, and the typical value there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.seasons.calendars import DAY_MS, HOUR_MS, WEEK_MS
from barograph.domain import FloatArray, TimeArray

__all__ = ["Period", "Places", "Season", "fit_bins", "seasons_for"]

_WIDTHS_MS = tuple(HOUR_MS * part // 12 for part in (1, 2, 3, 6, 12, 24, 36, 48, 72, 144, 288))
_FINE_MS, _COARSE_MS = 300_000, 1_800_000
_WEEKEND = 5

Places = tuple[NDArray[np.intp], NDArray[np.intp], FloatArray]


class Period(StrEnum):
    """After which time a season repeats; a workday season has a working day and a day off."""

    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Season:
    """A period cut into bins of one width, read as stairs or, where it is smooth, as a line between them."""

    period: Period
    bin_ms: int
    is_smooth: bool

    @property
    def bin_count(self) -> int:
        """The number of bins."""
        lengths = {Period.HOUR: HOUR_MS, Period.DAY: DAY_MS, Period.WORKDAY: 2 * DAY_MS, Period.WEEK: WEEK_MS}
        return lengths[self.period] // self.bin_ms

    def bins_of(self, local: TimeArray) -> NDArray[np.intp]:
        """Return the bin of each moment of local time."""
        number = local // self.bin_ms
        if self.period is not Period.WORKDAY:
            return (number % self.bin_count).astype(np.intp)
        per_day = DAY_MS // self.bin_ms
        is_off = (number // per_day) % 7 >= _WEEKEND
        return (number % per_day + is_off * per_day).astype(np.intp)

    def places_of(self, local: TimeArray) -> Places:
        """Return the bins before and after each moment, and how far it lies towards the one after."""
        if not self.is_smooth:
            place = self.bins_of(local)
            return place, place, np.zeros(len(local))
        moved = local - self.bin_ms // 2
        share = (moved % self.bin_ms) / self.bin_ms
        return self.bins_of(moved), self.bins_of(moved + self.bin_ms), share


def seasons_for(step_ms: int, span_ms: int) -> tuple[Season, ...]:
    """Return the seasons that a history of this step and span can show, simplest first."""
    fine, coarse = _width(max(step_ms, _FINE_MS)), _width(max(step_ms, _COARSE_MS))
    candidates = (
        (0.5 if 4 * fine <= HOUR_MS else np.inf, Season(Period.HOUR, fine, is_smooth=False)),
        (1.95, Season(Period.DAY, coarse, is_smooth=True)),
        (4.95, Season(Period.DAY, fine, is_smooth=False)),
        (9.95, Season(Period.WORKDAY, coarse, is_smooth=True)),
        (9.95, Season(Period.WORKDAY, fine, is_smooth=False)),
        (13.9, Season(Period.WEEK, coarse, is_smooth=True)),
        (13.9, Season(Period.WEEK, coarse, is_smooth=False)),
    )
    return tuple(season for days, season in candidates if span_ms >= days * DAY_MS)


def fit_bins(values: FloatArray, bins: NDArray[np.intp], bin_count: int) -> FloatArray:
    """Return the median of each bin for each row; an empty bin is filled from its neighbours."""
    order = np.argsort(bins, kind="stable")
    edges = np.searchsorted(bins[order], np.arange(bin_count + 1))
    sorted_values = values[:, order]
    medians = np.full((len(values), bin_count), np.nan)
    for position, (start, stop) in enumerate(pairwise(edges)):
        if stop > start:
            medians[:, position] = row_medians(sorted_values[:, start:stop])
    return _fill_round(medians)


def _fill_round(medians: FloatArray) -> FloatArray:
    """Carry the last known bin forward, round the period, and use 0 where a row has none."""
    if not np.isnan(medians).any():
        return medians
    count = medians.shape[1]
    twice = np.concatenate([medians, medians], axis=1)
    last = np.maximum.accumulate(np.where(np.isnan(twice), 0, np.arange(2 * count)), axis=1)
    filled: FloatArray = np.take_along_axis(twice, last, axis=1)[:, count:]
    filled[np.isnan(filled)] = 0.0
    return filled


def _width(wanted_ms: int, widths: Sequence[int] = _WIDTHS_MS) -> int:
    return next((width for width in widths if width >= wanted_ms), widths[-1])
