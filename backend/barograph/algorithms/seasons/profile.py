"""Profiles: level and season of many series; a season is accepted only where it gains on held-out data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.seasons.calendars import DAY_MS, WEEK_MS
from barograph.algorithms.seasons.season import Period, Season, fit_bins, seasons_for
from barograph.domain import FloatArray, TimeArray

__all__ = ["Profile", "fit_profile"]

_HELD_OUT = (0.3, 0.5)
_GAIN = 0.93
_CLIP = 20.0

Seasons = tuple[Season, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a series does by itself: ``level + slope * time + season``, one row a series."""

    seasons: Seasons
    chosen: NDArray[np.int8]
    bins: NDArray[np.float32]
    level: FloatArray

    @classmethod
    def from_model(cls, arrays: Mapping[str, NDArray[np.generic]], meta: Mapping[str, object]) -> Self:
        """Return the profile that ``to_arrays`` and ``to_meta`` wrote."""
        rows = meta["seasons"]
        seasons = tuple(
            Season(Period(str(row[0])), int(row[1]), bool(row[2]))
            for row in (rows if isinstance(rows, list) else [])
        )
        return cls(
            seasons,
            arrays["profile.chosen"].astype(np.int8, copy=False),
            arrays["profile.bins"].astype(np.float32, copy=False),
            arrays["profile.level"].astype(np.float64, copy=False),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 1.4 KB a series with a weekly season."""
        return {"profile.chosen": self.chosen, "profile.bins": self.bins, "profile.level": self.level}

    def to_meta(self) -> dict[str, object]:
        """Return the JSON values to keep in a model."""
        return {"seasons": [[str(item.period), item.bin_ms, item.is_smooth] for item in self.seasons]}

    @classmethod
    def join(cls, parts: Sequence["Profile"]) -> "Profile":
        """Put profiles of groups of rows together, one after the other; all have the same seasons."""
        width = max(part.bins.shape[1] for part in parts)
        padded = [np.pad(part.bins, ((0, 0), (0, width - part.bins.shape[1]))) for part in parts]
        return cls(
            parts[0].seasons,
            np.concatenate([part.chosen for part in parts]),
            np.concatenate(padded),
            np.concatenate([part.level for part in parts]),
        )

    def rows(self, positions: NDArray[np.intp] | slice) -> "Profile":
        """Return the profiles at these rows."""
        return Profile(self.seasons, self.chosen[positions], self.bins[positions], self.level[positions])

    def expect(self, local: TimeArray) -> FloatArray:
        """Return what each series does at moments of local time."""
        level = np.broadcast_to(self.level[:, np.newaxis], (len(self.level), len(local)))
        if (self.chosen < 0).all():
            return level
        expected = level.copy()
        for number, season in enumerate(self.seasons):
            rows = np.flatnonzero(self.chosen == number)
            if len(rows) == len(expected):
                expected += _read_bins(self.bins, season, local)
            elif len(rows):
                expected[rows] += _read_bins(self.bins[rows], season, local)
        return expected

    def season_of(self, row: int) -> Season | None:
        """Return the season of a series, None where it has none."""
        return self.seasons[self.chosen[row]] if self.chosen[row] >= 0 else None


def fit_profile(values: FloatArray, local: TimeArray, step_ms: int) -> tuple[Profile, FloatArray]:
    """Choose and fit the season of each row, and return with it what each value was expected to be by others.

    The expectations are cross-fitted: odd days are told by even ones and the reverse, so that residuals
    are as large as on days to come. Trends should be taken out before.
    """
    span = int(local[-1] - local[0]) if len(local) else 0
    seasons = seasons_for(step_ms, span)
    level = row_medians(values)
    centred = values - level[:, np.newaxis]
    chosen = _choose(centred, local, seasons)
    width = max((seasons[number].bin_count for number in np.unique(chosen[chosen >= 0])), default=0)
    bins = np.zeros((len(values), width), dtype=np.float32)
    told = np.zeros_like(values)
    for number, season in enumerate(seasons):
        rows = np.flatnonzero(chosen == number)
        if len(rows):
            bins[rows, : season.bin_count] = _fit(centred[rows], local, season)
            told[rows] = _tell_crosswise(centred[rows], local, season)
    return Profile(seasons, chosen, bins, level), told + level[:, np.newaxis]


def _choose(centred: FloatArray, local: TimeArray, seasons: Seasons) -> NDArray[np.int8]:
    """Take a richer season only if it tells the last part of history better, learnt from the first.

    The last part is a week where history is long enough, so that every day of the week is told once.
    """
    span = int(local[-1] - local[0]) if len(local) else 0
    held_out = np.clip(WEEK_MS, _HELD_OUT[0] * span, _HELD_OUT[1] * span)
    stop = int(np.searchsorted(local, local[-1] - held_out)) if span else 0
    later = centred[:, stop:]
    scale = 1.4826 * row_medians(np.abs(centred))[:, np.newaxis]
    best = _error(later, scale)
    chosen = np.full(len(centred), -1, dtype=np.int8)
    for number, season in enumerate(seasons):
        bins = _fit(centred[:, :stop], local[:stop], season)
        error = _error(later - _read_bins(bins, season, local[stop:]), scale)
        is_better = error < _GAIN * best
        chosen[is_better] = number
        best = np.where(is_better, error, best)
    return chosen


def _error(residual: FloatArray, scale: FloatArray) -> FloatArray:
    """Return the mean distance from the middle of each row, where no point counts for much."""
    distances = np.abs(residual - row_medians(residual)[:, np.newaxis])
    distances = np.minimum(distances, _CLIP * np.where(scale > 0, scale, np.inf))
    error: FloatArray = np.nansum(distances, axis=1) / np.maximum(np.isfinite(distances).sum(axis=1), 1)
    return error


def _fit(centred: FloatArray, local: TimeArray, season: Season) -> FloatArray:
    return fit_bins(centred, season.bins_of(local), season.bin_count)


def _read_bins(bins: NDArray[np.floating], season: Season, local: TimeArray) -> FloatArray:
    before, after, share = season.places_of(local)
    read: FloatArray = bins[:, before].astype(np.float64) * (1 - share) + bins[:, after] * share
    return read


def _tell_crosswise(centred: FloatArray, local: TimeArray, season: Season) -> FloatArray:
    is_odd = (local // DAY_MS) % 2 == 1
    told = np.empty_like(centred)
    for fold in (is_odd, ~is_odd):
        told[:, ~fold] = _read_bins(_fit(centred[:, fold], local[fold], season), season, local[~fold])
    return told
