"""Foresight: how far each value lies from what was expected of it 1, 24 and 96 points before."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.trailing import run_lengths
from barograph.algorithms.learners.autoregression import fit_autoregression
from barograph.domain import FloatArray

__all__ = ["HORIZONS", "LAGS", "REACH", "Foresight", "fill_gaps", "find_last_known"]

HORIZONS = (1, 24, 96)
LAGS = 12
REACH = LAGS + max(HORIZONS)


@dataclass(frozen=True, slots=True, eq=False)
class Foresight:
    """Weights of the last 12 values for each horizon, newest first, with an intercept in front."""

    weights: FloatArray

    @classmethod
    def fit(cls, values: FloatArray) -> "Foresight":
        """Fit each series by ridge regression on its own past."""
        fitted = [fit_autoregression(values, LAGS, horizon) for horizon in HORIZONS]
        return cls(np.stack([np.column_stack([one.intercept, one.weights]) for one in fitted], axis=1))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Foresight":
        """Return the foresight that ``to_arrays`` wrote."""
        return cls(arrays["foresight"].astype(np.float64, copy=False))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 156 bytes a series."""
        return {"foresight": self.weights.astype(np.float32)}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Foresight":
        """Return the foresight at these rows."""
        return Foresight(self.weights[positions])

    def predict(self, filled: FloatArray, number: int, last: int | None = None) -> FloatArray:
        """Return what was expected of each of the last values at one horizon, NaN if unknown.

        Terms are added lag by lag, so a window gives the same bits as the whole range. What lies before the
        array is taken to be as its first value.
        """
        weights, reach = self.weights[:, number], HORIZONS[number] + LAGS - 1
        points = filled.shape[1] if last is None else min(last, filled.shape[1])
        missing = max(0, points + reach - filled.shape[1])
        padded = filled[:, -(points + reach) :]
        if missing:
            padded = np.concatenate([np.repeat(filled[:, :1], missing, axis=1), padded], axis=1)
        is_finite = np.isfinite(padded)
        is_whole = bool(is_finite.all())
        known = padded if is_whole else np.where(is_finite, padded, 0.0)
        total, term = np.empty_like(known[:, :points]), np.empty_like(known[:, :points])
        total[:] = weights[:, :1]
        for lag in range(LAGS):
            start = LAGS - 1 - lag
            np.multiply(weights[:, lag + 1, np.newaxis], known[:, start : start + points], out=term)
            total += term
        if is_whole:
            return total
        is_known = run_lengths(is_finite, LAGS)[:, LAGS - 1 : LAGS - 1 + points] >= LAGS
        return np.where(is_known, total, np.nan)


def fill_gaps(values: FloatArray, points: int = LAGS) -> FloatArray:
    """Carry the last known value over gaps of at most ``points`` points."""
    if np.isfinite(values).all():
        return values
    moments, last = np.arange(values.shape[1]), find_last_known(values)
    filled: FloatArray = np.take_along_axis(values, np.maximum(last, 0), axis=1)
    return np.where((last >= 0) & (moments - last <= points), filled, np.nan)


def find_last_known(values: FloatArray) -> NDArray[np.intp]:
    """Return for each point where the last known value up to it stands, its own included; -1 if nowhere."""
    known = np.where(np.isfinite(values), np.arange(values.shape[1]), -1)
    return np.maximum.accumulate(known, axis=1) if values.shape[1] else known
