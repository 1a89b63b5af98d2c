"""Strangeness: four plain measures of how a series departs from its habits, each with its own rarity."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.foresight import Foresight, fill_gaps
from barograph.algorithms.peaks import Peaks
from barograph.algorithms.repeats import Repeats
from barograph.algorithms.shares import shares_of
from barograph.algorithms.steady import STEADY_POINTS, Steady
from barograph.algorithms.trailing import run_lengths, trailing_mean
from barograph.domain import FloatArray

__all__ = ["KINDS", "REACH_BACK", "Reading", "Strangeness", "in_steps"]

KINDS = ("jump", "unrest", "departure", "standstill")
REACH_BACK = 136  # 12 lags before 96 points, and gaps of 12 that were filled, twice where steps are read
_UNREST_POINTS = 16
_DEPARTURE_POINTS = 48
_STANDSTILL_POINTS = 120
_REPEATING = 3  # all kinds but the standstill, which has no value to return to
_WARM_POINTS = 120
_LEAST_SCALES = (0.0, 0.0, 0.0, 5.0)
_LEAST_USUAL = 1e-3
_MOST_OF_SLOW = 6.0
_THREE_CHANCES = float(np.log10(3))
_USUAL_SHARE = 0.99
_CAP_SHARE = 0.999
_CAP = 1.5
_ORDINARY_SHARE = 0.025
_ORDINARY_MARGIN = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Series as this measures them: what season and trend leave over, in scales, and where nothing moves."""

    residual: FloatArray
    is_still: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Strangeness:
    """What a fit learnt about the errors of foresight, one row a series.

    - jump: the mean error over the three horizons, at this point;
    - unrest: the mean error of one step, over 16 points;
    - departure: the mean error of 24 steps, over 48 points;
    - standstill: how many points in a row had the same value.

    ``usual`` is the error that one point in a hundred exceeds, for each horizon; the means are taken of
    errors in that unit, capped so that a single point does not rule them.

    ``repeats`` holds for jumps, unrest and departures to where the series has often been, its ``ordinary``
    range: pods that restart, caches that fill, disks that are cleaned up. What leads out of that range is
    strange however often it came before.
    """

    foresight: Foresight
    usual: FloatArray
    caps: FloatArray
    steady: Steady
    ordinary: FloatArray
    peaks: tuple[Peaks, ...] = ()
    repeats: tuple[Repeats, ...] = ()

    @classmethod
    def fit(cls, reading: Reading) -> "Strangeness":
        """Learn from history; there must be some hundred points for it to mean much."""
        foresight = Foresight.fit(reading.residual)
        errors = _errors_of(foresight, reading.residual)
        warm = min(reading.residual.shape[1] // 4, _WARM_POINTS)
        settled = [error[:, warm:] for error in errors]
        shares = np.stack([shares_of(error, (_USUAL_SHARE, _CAP_SHARE)) for error in settled], axis=1)
        usual, largest = np.maximum(shares[..., 0], _LEAST_USUAL), shares[:, :2, 1]
        ordinary = _range_of(reading.residual[:, warm:])
        found = cls(foresight, usual, _CAP * largest / usual[:, :2], Steady.fit(settled), ordinary)
        is_known = np.isfinite(reading.residual)
        measures = [np.where(is_known, one, np.nan)[:, warm:] for one in found.measure(reading, errors)]
        peaks = [Peaks.fit(one, floor) for one, floor in zip(measures, _LEAST_SCALES, strict=True)]
        repeats = [Repeats.fit(one) for one in measures[:_REPEATING]]
        return replace(found, peaks=tuple(peaks), repeats=tuple(repeats))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Strangeness":
        """Return what ``to_arrays`` wrote."""
        return cls(
            Foresight.from_arrays(arrays),
            arrays["usual"].astype(np.float64, copy=False),
            arrays["caps"].astype(np.float64, copy=False),
            Steady.from_arrays(arrays),
            arrays["ordinary"].astype(np.float64, copy=False),
            tuple(Peaks.from_arrays(arrays, kind) for kind in KINDS),
            tuple(Repeats.from_arrays(arrays, kind) for kind in KINDS[:_REPEATING]),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: about 500 bytes a series."""
        own = {"usual": self.usual, "caps": self.caps, "ordinary": self.ordinary}
        arrays = self.foresight.to_arrays() | own
        for kind, peaks in zip(KINDS, self.peaks, strict=True):
            arrays |= peaks.to_arrays(kind)
        for kind, repeats in zip(KINDS, self.repeats, strict=False):
            arrays |= repeats.to_arrays(kind)
        return arrays | self.steady.to_arrays()

    def rows(self, positions: NDArray[np.intp] | slice) -> "Strangeness":
        """Return what was learnt about these rows."""
        return Strangeness(
            self.foresight.rows(positions),
            self.usual[positions],
            self.caps[positions],
            self.steady.rows(positions),
            self.ordinary[positions],
            tuple(peaks.rows(positions) for peaks in self.peaks),
            tuple(repeats.rows(positions) for repeats in self.repeats),
        )

    def errors(self, reading: Reading, last: int | None = None) -> list[FloatArray]:
        """Return how far values lay from what was expected at each horizon, NaN if unknown.

        For the ``last`` points each horizon tells as many as the means over it need, for all if not given.
        """
        return _errors_of(self.foresight, reading.residual, last)

    def measure(
        self, reading: Reading, errors: list[FloatArray], last: int | None = None
    ) -> list[FloatArray]:
        """Return the four measures of the last points, 0 where nothing is known."""
        wanted = last or reading.residual.shape[1]
        newest = np.stack([self._in_usual(error[:, -wanted:], at) for at, error in enumerate(errors)])
        known = np.maximum(np.isfinite(newest).sum(axis=0), 1)
        return [
            np.nan_to_num(newest).sum(axis=0) / known,
            self._mean_of(errors, 0, _UNREST_POINTS, wanted),
            self._mean_of(errors, 1, _DEPARTURE_POINTS, wanted),
            run_lengths(reading.is_still, _STANDSTILL_POINTS, wanted),
        ]

    def judge(self, reading: Reading, errors: list[FloatArray], last: int | None = None) -> list[FloatArray]:
        """Return the surprise of each kind at the last points; all but the jump rise in steps."""
        measures = self.measure(reading, errors, last)
        found = [peaks.surprise(one) for peaks, one in zip(self.peaks, measures, strict=True)]
        is_ordinary = self.is_ordinary(reading.residual[:, -(last or reading.residual.shape[1]) :])
        for kind, measure, repeats in zip(found, measures, self.repeats, strict=False):
            np.minimum(kind, repeats.most(measure), out=kind, where=is_ordinary)
        return [found[0], *map(in_steps, found[1:])]

    def _in_usual(self, error: FloatArray, number: int) -> FloatArray:
        share: FloatArray = error / self.usual[:, number, np.newaxis]
        return share

    def _mean_of(self, errors: list[FloatArray], number: int, points: int, wanted: int) -> FloatArray:
        """Return the mean error of one horizon over the last points, where no single point rules."""
        shares = np.nan_to_num(self._in_usual(errors[number][:, -(wanted + points - 1) :], number))
        return trailing_mean(np.minimum(shares, self.caps[:, number, np.newaxis]), points, wanted)

    def is_ordinary(self, residual: FloatArray) -> NDArray[np.bool_]:
        """Tell where a series is in the range that it seldom leaves."""
        low, high = self.ordinary[:, :1], self.ordinary[:, 1:]
        return np.asarray((residual >= low) & (residual <= high))

    def foresee(self, reading: Reading, last: int | None = None) -> FloatArray:
        """Return what was expected of each of the last residuals one point before, NaN if unknown."""
        return self.foresight.predict(fill_gaps(reading.residual), 0, last)


def in_steps(surprise: FloatArray) -> FloatArray:
    """Return the surprise of a slow kind in whole orders of magnitude, one in a million at most.

    Slow kinds rise point by point, so each point would be news without the steps. Being three, they have
    three chances to be wrong: each must be so much stranger.
    """
    steps = np.minimum(np.floor(surprise), _MOST_OF_SLOW)
    return np.maximum(steps - _THREE_CHANCES, 0.0)


def _errors_of(foresight: Foresight, residual: FloatArray, last: int | None = None) -> list[FloatArray]:
    filled, errors = fill_gaps(residual), []
    for number, points in enumerate((STEADY_POINTS, STEADY_POINTS, 1)):
        wanted = residual.shape[1] if last is None else min(last + points - 1, residual.shape[1])
        errors.append(np.abs(residual[:, -wanted:] - foresight.predict(filled, number, wanted)))
    return errors


def _range_of(residual: FloatArray) -> FloatArray:
    """Return the range that a series seldom leaves, a third wider to both sides."""
    low, high = shares_of(residual, (_ORDINARY_SHARE, 1 - _ORDINARY_SHARE)).T
    margin = _ORDINARY_MARGIN * (high - low)
    return np.column_stack([low - margin, high + margin])
