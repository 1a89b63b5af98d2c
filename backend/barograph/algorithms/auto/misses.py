"""Misses: how far foresight misses the values of a series, in the unit of what is usual for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.shares import shares_of
from barograph.algorithms.arrays.trailing import run_lengths, trailing_mean
from barograph.algorithms.auto.foresight import HORIZONS, Foresight, fill_gaps
from barograph.algorithms.auto.ranges import HOME_POINTS
from barograph.algorithms.auto.steady import STEADY_POINTS, Steady
from barograph.algorithms.auto.trail import DEPARTURE_POINTS, STANDSTILL_POINTS, UNREST_POINTS, Trail
from barograph.domain import FloatArray

__all__ = ["GAP_REACH", "REACH_BACK", "WARM_POINTS", "Misses", "Reading"]

GAP_REACH = 25  # gaps of 12 that are filled, twice where steps are read
REACH_BACK = 136  # 12 lags before 96 points, and such gaps
WARM_POINTS = 120
_MEANS = (STEADY_POINTS, STEADY_POINTS, 1)  # over how many misses of each horizon means are taken
_ALONE = (1, 1, 1)
_LEAST_USUAL = 1e-3
_USUAL_SHARE = 0.99
_CAP_SHARE = 0.999
_CAP = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Series as this measures them: what season and trend leave over, in scales, and where nothing moves."""

    residual: FloatArray
    is_still: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Misses:
    """What a fit learnt about the misses of foresight, one row a series.

    ``usual`` is the miss that one point in a hundred exceeds, for each horizon; means are taken of misses in
    that unit, capped so that a single point does not rule them.
    """

    foresight: Foresight
    usual: FloatArray
    caps: FloatArray
    steady: Steady

    @classmethod
    def fit(cls, reading: Reading) -> tuple["Misses", Trail]:
        """Learn from history, and return its trail, which tells no rarity."""
        foresight, filled = Foresight.fit(reading.residual), fill_gaps(reading.residual)
        told = _foretell(foresight, filled, filled.shape[1], _MEANS)
        warm = min(filled.shape[1] // 4, WARM_POINTS)
        settled = [part[:, warm:] for part in _missed(reading.residual, told)]
        shares = np.stack([shares_of(part, (_USUAL_SHARE, _CAP_SHARE)) for part in settled], axis=1)
        usual, largest = np.maximum(shares[..., 0], _LEAST_USUAL), shares[:, :2, 1]
        found = cls(foresight, usual, _CAP * largest / usual[:, :2], Steady.fit(settled))
        return found, found._trail(reading, filled, told, filled.shape[1], is_whole=False)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Misses":
        """Return what ``to_arrays`` wrote."""
        return cls(
            Foresight.from_arrays(arrays),
            arrays["usual"].astype(np.float64, copy=False),
            arrays["caps"].astype(np.float64, copy=False),
            Steady.from_arrays(arrays),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        own = {"usual": self.usual, "caps": self.caps}
        return self.foresight.to_arrays() | own | self.steady.to_arrays()

    def rows(self, positions: NDArray[np.intp] | slice) -> "Misses":
        """Return what was learnt about these rows."""
        return Misses(
            self.foresight.rows(positions),
            self.usual[positions],
            self.caps[positions],
            self.steady.rows(positions),
        )

    def follow(
        self,
        reading: Reading,
        last: int | None = None,
        before: Trail | None = None,
        *,
        is_whole: bool = True,
    ) -> Trail:
        """Return what the means over the last points are made of; a trail that ended before them goes on.

        Rarity and what was foretold are left out where nobody asks for a steady score and a band.
        """
        filled, wanted = fill_gaps(reading.residual), last or reading.residual.shape[1]
        if before is None:
            told = _foretell(self.foresight, filled, wanted, _MEANS)
            return self._trail(reading, filled, told, wanted, is_whole=is_whole)
        filled = np.hstack([before.filled, filled[:, -wanted:]])
        newest = Reading(reading.residual[:, -wanted:], reading.is_still[:, -wanted:])
        told = _foretell(self.foresight, filled, wanted, _ALONE)
        trail = self._trail(newest, filled, told, wanted, is_whole=is_whole)
        return before.followed_by(trail)

    @staticmethod
    def means(trail: Trail, last: int | None = None) -> list[FloatArray]:
        """Return jump, unrest, departure and standstill at the last points, 0 where nothing is known."""
        wanted = last or trail.jump.shape[1]
        return [
            trail.jump[:, -wanted:],
            trailing_mean(trail.unrest, UNREST_POINTS, wanted),
            trailing_mean(trail.departure, DEPARTURE_POINTS, wanted),
            trail.standstill[:, -wanted:],
        ]

    @staticmethod
    def is_missing(trail: Trail, last: int) -> NDArray[np.bool_]:
        """Tell at which of the last points one of the newest was foretold as badly as one in a hundred is."""
        is_near = trail.unrest[:, -(last + HOME_POINTS - 1) :] < 1.0
        return run_lengths(is_near, HOME_POINTS, last) < HOME_POINTS

    def reach(self, mean: FloatArray) -> FloatArray:
        """Return for each row how far a value lies from what all horizons expect for this mean miss."""
        reach: FloatArray = mean * len(HORIZONS) / (1 / self.usual).sum(axis=1)
        return reach

    def _trail(
        self,
        reading: Reading,
        filled: FloatArray,
        told: Sequence[FloatArray],
        wanted: int,
        *,
        is_whole: bool,
    ) -> Trail:
        missed, nothing = _missed(reading.residual, told), np.empty((len(filled), 0))
        return Trail(
            self._agree([part[:, -wanted:] for part in told]) if is_whole else nothing,
            self._jump(missed, wanted),
            self._capped(missed, 0, wanted + UNREST_POINTS - 1),
            self._capped(missed, 1, wanted + DEPARTURE_POINTS - 1),
            self.steady.rarity(missed) if is_whole else nothing,
            run_lengths(reading.is_still, STANDSTILL_POINTS, wanted),
            filled,
        )

    def _agree(self, told: Sequence[FloatArray]) -> FloatArray:
        """Return what all horizons together expect, 0 where none knows.

        It is the point from which the mean miss grows in both directions: the prediction that outweighs the
        others, or the middle one. So what has been strange for some points is no less so for having been
        foretold one point before.
        """
        near, far, farthest = known = [np.nan_to_num(part) for part in told]
        agreed = np.maximum(np.minimum(near, far), np.minimum(np.maximum(near, far), farthest))
        weights = 1 / self.usual
        for number, prediction in enumerate(known):
            rows = 2 * weights[:, number] >= weights.sum(axis=1)
            agreed[rows] = prediction[rows]
        return agreed

    def _jump(self, missed: Sequence[FloatArray], wanted: int) -> FloatArray:
        newest = np.stack([self._in_usual(part[:, -wanted:], at) for at, part in enumerate(missed)])
        known = np.maximum(np.isfinite(newest).sum(axis=0), 1)
        jump: FloatArray = np.nan_to_num(newest).sum(axis=0) / known
        return jump

    def _capped(self, missed: Sequence[FloatArray], number: int, points: int) -> FloatArray:
        """Return the last misses of one horizon, so that no single point rules a mean of them."""
        shares = np.nan_to_num(self._in_usual(missed[number][:, -points:], number))
        return np.minimum(shares, self.caps[:, number, np.newaxis])

    def _in_usual(self, missed: FloatArray, number: int) -> FloatArray:
        share: FloatArray = missed / self.usual[:, number, np.newaxis]
        return share


def _foretell(foresight: Foresight, filled: FloatArray, last: int, means: Sequence[int]) -> list[FloatArray]:
    """Return what was expected at each horizon, for as many of the last points as the means over it need."""
    return [
        foresight.predict(filled, number, min(last + more - 1, filled.shape[1]))
        for number, more in enumerate(means)
    ]


def _missed(residual: FloatArray, told: Sequence[FloatArray]) -> list[FloatArray]:
    """Return how far values lay from what was expected at each horizon, NaN if unknown."""
    return [np.abs(residual[:, residual.shape[1] - part.shape[1] :] - part) for part in told]
