"""Steps: how far a value lies from the few before it, in the unit of what such steps were lately."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import raise_to_floor
from barograph.algorithms.arrays.rolling import finite_only, rolling_quantiles, rolling_top
from barograph.algorithms.auto.compression import compress
from barograph.domain import FloatArray

__all__ = ["Steps"]

_CENTRE_POINTS = 5
_WINDOW_POINTS = 60
_LEAST_POINTS = 8
_TOP_SHARE = 1 / 3
_PRIOR_STEPS = 3.0
_PRIOR_SHARE = 0.15
_PRIOR_WEIGHT = 2.0
_MOST_WEIGHT = 7.0  # however many steps there were: their tail may be heavier than an exponential one
_CALM = 0.3
_HARDLY_MOVES = 0.9
_STILL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Steps from the median of the five points before, and the tail of the sixty steps before each.

    A third of those steps exceed ``threshold``; the mean of what they exceed it by is ``scale``. A series
    that drifts, or follows a rhythm, takes small steps though its values spread widely. ``counts`` tells how
    many steps are known, ``is_flat`` where nine in ten of them led nowhere.
    """

    expected: FloatArray
    size: FloatArray
    threshold: FloatArray
    scale: FloatArray
    counts: NDArray[np.intp]
    is_flat: NDArray[np.bool_]

    @classmethod
    def of(cls, values: FloatArray, last: int | None = None) -> "Steps":
        """Measure the steps to the last points, or to all; gaps do not count."""
        wanted = values.shape[1] if last is None else min(last, values.shape[1])
        known = finite_only(values)
        counts, medians = rolling_quantiles(known, _CENTRE_POINTS, (0.5,), wanted + _WINDOW_POINTS)
        centre = np.where(counts > 0, medians[..., 0], np.nan)
        size = np.abs(known[:, values.shape[1] - centre.shape[1] :] - centre)
        seen, threshold, excess, nearly_all = rolling_top(
            size, _WINDOW_POINTS, _TOP_SHARE, _HARDLY_MOVES, wanted
        )
        top = np.maximum(np.ceil(_TOP_SHARE * seen), 1.0)
        scale = (excess + _PRIOR_STEPS * _PRIOR_SHARE * threshold) / (top + _PRIOR_STEPS)
        expected = np.where(seen >= _LEAST_POINTS, centre[:, -wanted:] if wanted else centre[:, :0], np.nan)
        scale = raise_to_floor(expected, scale, np.full(len(values), np.nan))
        with np.errstate(invalid="ignore"):
            size = np.abs(values[:, values.shape[1] - wanted :] - expected)
        return cls(expected, size, threshold, scale, seen, nearly_all <= _STILL)

    @property
    def distance(self) -> FloatArray:
        """How far each step exceeds the threshold, in scales and compressed; NaN where nothing is known."""
        with np.errstate(invalid="ignore", over="ignore"):
            distance: FloatArray = np.maximum(self.size - self.threshold, 0.0) / self.scale
        return compress(distance)

    def surprise(self) -> FloatArray:
        """Return how rare each step is by the steps before it alone, with the doubt that so few need."""
        weight = self._weight()
        with np.errstate(invalid="ignore", over="ignore"):
            beyond = np.maximum(self.size - self.threshold, 0.0) / self.scale
            found = -np.log10(_TOP_SHARE) + weight * np.log10(1 + beyond / weight)
        found = np.where(self.size > self.threshold, found, _CALM)
        return np.where(np.isnan(self.size), np.nan, found)

    def reach(self, surprise: float) -> FloatArray:
        """Return how large a step is that surprises so much."""
        weight = self._weight()
        beyond = weight * (10 ** ((surprise + np.log10(_TOP_SHARE)) / weight) - 1)
        reach: FloatArray = self.threshold + beyond * self.scale
        return reach

    def _weight(self) -> FloatArray:
        weight: FloatArray = np.minimum(
            np.maximum(_TOP_SHARE * self.counts, 1.0) + _PRIOR_WEIGHT, _MOST_WEIGHT
        )
        return weight
