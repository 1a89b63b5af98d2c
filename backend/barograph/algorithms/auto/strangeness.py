"""Strangeness: four plain measures of how a series departs from its habits, each with its own rarity."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.shares import shares_of
from barograph.algorithms.auto.compression import compress, expand
from barograph.algorithms.auto.firsts import Firsts
from barograph.algorithms.auto.misses import WARM_POINTS, Misses, Reading
from barograph.algorithms.auto.peaks import Peaks
from barograph.algorithms.auto.repeats import Repeats
from barograph.algorithms.auto.trail import Trail
from barograph.domain import FloatArray

__all__ = ["KINDS", "Strangeness", "in_steps"]

KINDS = ("jump", "unrest", "departure", "standstill")
_REPEATING = 3  # all kinds but the standstill, which has no value to return to
_LONGEST_SCALE = 5.0  # of standstills, where history had some
_MOST_OF_SLOW = 6.0
_THREE_CHANCES = float(np.log10(3))
_ORDINARY_SHARE = 0.025
_ORDINARY_MARGIN = 0.35
_ONE_VALUE = 1e-6
_SELDOM_REACHED = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Strangeness:
    """How rare each kind of departure was so far, one row a series.

    - jump: the mean miss of the three horizons, at this point;
    - unrest: the mean miss of one step, over 16 points;
    - departure: the mean miss of 24 steps, over 48 points;
    - standstill: how many points in a row had the same value.

    ``repeats`` holds for jumps, unrest and departures to where the series has often been, its ``ordinary``
    range: pods that restart, caches that fill, disks that are cleaned up. What leads out of that range is
    strange however often it came before. ``firsts`` holds for them where a series hardly ever
    leaves one value.
    """

    misses: Misses
    ordinary: FloatArray
    firsts: Firsts
    peaks: tuple[Peaks, ...]
    repeats: tuple[Repeats, ...]

    @classmethod
    def fit(cls, reading: Reading) -> "Strangeness":
        """Learn from history; there must be some hundred points for it to mean much."""
        misses, trail = Misses.fit(reading)
        warm = min(reading.residual.shape[1] // 4, WARM_POINTS)
        is_known = np.isfinite(reading.residual)
        measures = [np.where(is_known, one, np.nan)[:, warm:] for one in misses.means(trail)]
        *moving, still = measures
        longest = np.nan_to_num(still).max(axis=1, initial=0.0)
        peaks = [*map(Peaks.fit, moving), Peaks.fit(still, np.clip(longest, 1.0, _LONGEST_SCALE))]
        repeats = [Repeats.fit(one) for one in measures[:_REPEATING]]
        ordinary, has_spread = _range_of(reading.residual[:, warm:])
        firsts = Firsts.fit(is_known, is_known & ~_is_within(ordinary, reading.residual), has_spread)
        return cls(misses, ordinary, firsts, tuple(peaks), tuple(repeats))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Strangeness":
        """Return what ``to_arrays`` wrote."""
        return cls(
            Misses.from_arrays(arrays),
            arrays["ordinary"].astype(np.float64, copy=False),
            Firsts.from_arrays(arrays),
            tuple(Peaks.from_arrays(arrays, kind) for kind in KINDS),
            tuple(Repeats.from_arrays(arrays, kind) for kind in KINDS[:_REPEATING]),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: about 500 bytes a series."""
        arrays = self.misses.to_arrays() | {"ordinary": self.ordinary} | self.firsts.to_arrays()
        for kind, peaks in zip(KINDS, self.peaks, strict=True):
            arrays |= peaks.to_arrays(kind)
        for kind, repeats in zip(KINDS, self.repeats, strict=False):
            arrays |= repeats.to_arrays(kind)
        return arrays

    def rows(self, positions: NDArray[np.intp] | slice) -> "Strangeness":
        """Return what was learnt about these rows."""
        return Strangeness(
            self.misses.rows(positions),
            self.ordinary[positions],
            self.firsts.rows(positions),
            tuple(peaks.rows(positions) for peaks in self.peaks),
            tuple(repeats.rows(positions) for repeats in self.repeats),
        )

    def judge(self, reading: Reading, trail: Trail, last: int | None = None) -> list[FloatArray]:
        """Return the surprise of each kind at the last points; all but the jump rise in steps."""
        measures = self.misses.means(trail, last)
        found = [peaks.surprise(one) for peaks, one in zip(self.peaks, measures, strict=True)]
        is_back = self.is_ordinary(reading.residual[:, -found[0].shape[1] :])
        for kind, measure, repeats in zip(found, measures, self.repeats, strict=False):
            np.minimum(kind, repeats.most(measure), out=kind, where=is_back)
        if len(rows := self.firsts.concerned):
            residual = reading.residual[rows]
            is_away = np.isfinite(residual) & ~_is_within(self.ordinary[rows], residual)
            self.firsts.limit(found[:_REPEATING], is_away)
        return [found[0], *map(in_steps, found[1:])]

    def is_ordinary(self, residual: FloatArray) -> NDArray[np.bool_]:
        """Tell where a series is in the range that it seldom leaves."""
        return _is_within(self.ordinary, residual)


def in_steps(surprise: FloatArray) -> FloatArray:
    """Return the surprise of a slow kind in whole orders of magnitude, one in a million at most.

    Slow kinds rise point by point, so each point would be news without the steps. Being three, they have
    three chances to be wrong: each must be so much stranger.
    """
    steps = np.minimum(np.floor(surprise), _MOST_OF_SLOW)
    return np.maximum(steps - _THREE_CHANCES, 0.0)


def _is_within(ranges: FloatArray, residual: FloatArray) -> NDArray[np.bool_]:
    return np.asarray((residual >= ranges[:, :1]) & (residual <= ranges[:, 1:]))


def _range_of(residual: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the range that a series seldom leaves, a third wider to both sides, and whether it has a spread.

    Where it hardly ever leaves one value, as a ratio of errors that is nearly always 0, the range reaches to
    twice what it has left it for several times.
    """
    low, high = shares_of(residual, (_ORDINARY_SHARE, 1 - _ORDINARY_SHARE)).T
    has_spread = high - low >= _ONE_VALUE
    margin = np.where(has_spread, _ORDINARY_MARGIN * (high - low), 0.0)
    one = np.flatnonzero(~has_spread)
    low[one] -= _seldom_reached(low[one, np.newaxis] - residual[one])
    high[one] += _seldom_reached(residual[one] - high[one, np.newaxis])
    return np.column_stack([low - margin, high + margin]), has_spread


def _seldom_reached(distance: FloatArray) -> FloatArray:
    """Return twice what several bursts reached."""
    return compress(_SELDOM_REACHED * expand(Repeats.fit(np.maximum(distance, 0.0)).level))
