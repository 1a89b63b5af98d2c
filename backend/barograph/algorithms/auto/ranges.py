"""Ranges: where a series seldom is not, and where it is at home again after a burst."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.shares import shares_of
from barograph.algorithms.arrays.trailing import trailing_mean
from barograph.algorithms.auto.compression import compress, expand
from barograph.algorithms.auto.repeats import Repeats
from barograph.domain import FloatArray

__all__ = ["HOME_POINTS", "Ranges"]

HOME_POINTS = 5
_SHARES = (0.025, 0.1, 0.9, 0.975)
_MARGIN = 0.35
_INNER = 0.25
_ONE_VALUE = 1e-6
_SELDOM_REACHED = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Ranges:
    """Two ranges of what season and trend leave over, one row a series.

    The ``ordinary`` range is the middle 95 %, a third wider to both sides: what leads out of it is strange
    however often it came before. ``home`` is the half in the middle of that, or the middle 80 % where those
    are more: a burst is over when the mean of the newest points is there. Were both the same, a lasting
    shift at the border would begin again and again. Where a series hardly ever leaves one value, as a ratio
    of errors that is nearly always 0, both reach to twice what it has left it for several times.
    """

    ordinary: FloatArray
    home: FloatArray

    @classmethod
    def fit(cls, residual: FloatArray) -> tuple["Ranges", NDArray[np.bool_]]:
        """Learn from history, and return with it which rows have a spread."""
        low, inner_low, inner_high, high = shares_of(residual, _SHARES).T
        has_spread = high - low >= _ONE_VALUE
        margin = np.where(has_spread, _MARGIN * (high - low), 0.0)
        one = np.flatnonzero(~has_spread)
        low[one] -= _seldom_reached(low[one, np.newaxis] - residual[one])
        high[one] += _seldom_reached(residual[one] - high[one, np.newaxis])
        ordinary = np.column_stack([low - margin, high + margin])
        inner = np.where(has_spread, _INNER * (ordinary[:, 1] - ordinary[:, 0]), 0.0)
        home_low = np.minimum(ordinary[:, 0] + inner, inner_low - _ONE_VALUE)
        home_high = np.maximum(ordinary[:, 1] - inner, inner_high + _ONE_VALUE)
        return cls(ordinary, np.column_stack([home_low, home_high])), has_spread

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Ranges":
        """Return what ``to_arrays`` wrote."""
        ordinary, home = (arrays[f"ranges.{name}"] for name in ("ordinary", "home"))
        return cls(ordinary.astype(np.float64, copy=False), home.astype(np.float64, copy=False))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 32 bytes a series."""
        return {"ranges.ordinary": self.ordinary, "ranges.home": self.home}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Ranges":
        """Return the ranges at these rows."""
        return Ranges(self.ordinary[positions], self.home[positions])

    def is_ordinary(self, residual: FloatArray) -> NDArray[np.bool_]:
        """Tell where a series is in the range that it seldom leaves."""
        return _is_within(self.ordinary, residual)

    def is_home(self, filled: FloatArray, last: int) -> NDArray[np.bool_]:
        """Tell at which of the last points a series is back, by the mean of the newest; gaps are filled."""
        newest = filled[:, -(last + HOME_POINTS - 1) :]
        return _is_within(self.home, trailing_mean(newest, HOME_POINTS, last))


def _is_within(ranges: FloatArray, values: FloatArray) -> NDArray[np.bool_]:
    return np.asarray((values >= ranges[:, :1]) & (values <= ranges[:, 1:]))


def _seldom_reached(distance: FloatArray) -> FloatArray:
    """Return twice what several bursts reached."""
    return compress(_SELDOM_REACHED * expand(Repeats.fit(np.maximum(distance, 0.0)).level))
