"""Strangeness: four plain measures of how a series departs from its habits, each with its own rarity."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.firsts import Firsts
from barograph.algorithms.auto.misses import WARM_POINTS, Misses, Reading
from barograph.algorithms.auto.peaks import Peaks
from barograph.algorithms.auto.ranges import Ranges
from barograph.algorithms.auto.repeats import Repeats
from barograph.algorithms.auto.trail import Trail
from barograph.domain import FloatArray

__all__ = ["KINDS", "Strangeness", "in_steps"]

KINDS = ("jump", "unrest", "departure", "standstill")
_REPEATING = 3  # all kinds but the standstill, which has no value to return to
_LONGEST_SCALE = 5.0  # of standstills, where history had some
_MOST_OF_SLOW = 6.0
_THREE_CHANCES = float(np.log10(3))


@dataclass(frozen=True, slots=True, eq=False)
class Strangeness:
    """How rare each kind of departure was so far, one row a series.

    - jump: the mean miss of the three horizons, at this point;
    - unrest: the mean miss of one step, over 16 points;
    - departure: the mean miss of 24 steps, over 48 points;
    - standstill: how many points in a row had the same value.

    ``repeats`` holds for jumps, unrest and departures to the ordinary range of the series: pods that restart,
    caches that fill, disks that are cleaned up. ``firsts`` holds for them where a series hardly ever
    leaves one value.
    """

    misses: Misses
    ranges: Ranges
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
        ranges, has_spread = Ranges.fit(reading.residual[:, warm:])
        firsts = Firsts.fit(is_known, is_known & ~ranges.is_ordinary(reading.residual), has_spread)
        return cls(misses, ranges, firsts, tuple(peaks), tuple(repeats))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Strangeness":
        """Return what ``to_arrays`` wrote."""
        return cls(
            Misses.from_arrays(arrays),
            Ranges.from_arrays(arrays),
            Firsts.from_arrays(arrays),
            tuple(Peaks.from_arrays(arrays, kind) for kind in KINDS),
            tuple(Repeats.from_arrays(arrays, kind) for kind in KINDS[:_REPEATING]),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: about 500 bytes a series."""
        arrays = self.misses.to_arrays() | self.ranges.to_arrays() | self.firsts.to_arrays()
        for kind, peaks in zip(KINDS, self.peaks, strict=True):
            arrays |= peaks.to_arrays(kind)
        for kind, repeats in zip(KINDS, self.repeats, strict=False):
            arrays |= repeats.to_arrays(kind)
        return arrays

    def rows(self, positions: NDArray[np.intp] | slice) -> "Strangeness":
        """Return what was learnt about these rows."""
        return Strangeness(
            self.misses.rows(positions),
            self.ranges.rows(positions),
            self.firsts.rows(positions),
            tuple(peaks.rows(positions) for peaks in self.peaks),
            tuple(repeats.rows(positions) for repeats in self.repeats),
        )

    def judge(self, reading: Reading, trail: Trail, last: int | None = None) -> list[FloatArray]:
        """Return the surprise of each kind at the last points; all but the jump rise in steps."""
        measures = self.misses.means(trail, last)
        found = [peaks.surprise(one) for peaks, one in zip(self.peaks, measures, strict=True)]
        is_back = self.ranges.is_ordinary(reading.residual[:, -found[0].shape[1] :])
        for kind, measure, repeats in zip(found, measures, self.repeats, strict=False):
            np.minimum(kind, repeats.most(measure), out=kind, where=is_back)
        if len(rows := self.firsts.concerned):
            residual = reading.residual[rows]
            is_away = np.isfinite(residual) & ~self.ranges.rows(rows).is_ordinary(residual)
            self.firsts.limit(found[:_REPEATING], is_away)
        return [found[0], *map(in_steps, found[1:])]


def in_steps(surprise: FloatArray) -> FloatArray:
    """Return the surprise of a slow kind in whole orders of magnitude, one in a million at most.

    Slow kinds rise point by point, so each point would be news without the steps. Being three, they have
    three chances to be wrong: each must be so much stranger.
    """
    steps = np.minimum(np.floor(surprise), _MOST_OF_SLOW)
    return np.maximum(steps - _THREE_CHANCES, 0.0)
