"""Linear autoregression of many series at once: each predicts itself from its last values."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from barograph.domain import FloatArray

__all__ = ["Autoregression", "fit_autoregression"]

_CHUNK_VALUES = 1 << 21


@dataclass(frozen=True, slots=True, eq=False)
class Autoregression:
    """Weights of the last values, newest first, and an intercept; one row a series."""

    weights: FloatArray
    intercept: FloatArray
    horizon: int

    @property
    def window_points(self) -> int:
        """How many points a prediction error depends on, its own included."""
        return int(self.weights.shape[1]) + self.horizon

    def predict(self, values: FloatArray) -> FloatArray:
        """Return what was expected of each value ``horizon`` points before it; a gap counts as 0.

        The terms are added lag by lag, so a window gives the same bits as the whole range. Moments
        without ``window_points`` points are NaN.
        """
        known = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        points, first = values.shape[1], self.window_points - 1
        predicted = np.full(values.shape, np.nan)
        if points <= first:
            return predicted
        total = np.repeat(self.intercept[:, np.newaxis], points - first, axis=1)
        for lag in range(self.weights.shape[1]):
            start = first - self.horizon - lag
            total += self.weights[:, lag, np.newaxis] * known[:, start : start + points - first]
        predicted[:, first:] = total
        return predicted


def fit_autoregression(values: FloatArray, lags: int, horizon: int = 1, ridge: float = 1.0) -> Autoregression:
    """Fit every series by ridge regression of each value on ``lags`` values ``horizon`` points before it.

    Values should be scaled to about 1 and clipped before. A gap counts as 0, and is no target.
    """
    width = lags + horizon
    rows = max(1, _CHUNK_VALUES // max(1, values.shape[1] * width))
    weights = np.zeros((len(values), lags + 1))
    if values.shape[1] >= width:
        for start in range(0, len(values), rows):
            chunk = values[start : start + rows]
            weights[start : start + rows] = _solve(chunk, lags, horizon, ridge)
    return Autoregression(weights[:, 1:], weights[:, 0], horizon)


def _solve(values: FloatArray, lags: int, horizon: int, ridge: float) -> FloatArray:
    known = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    windows = sliding_window_view(known, lags + horizon, axis=1)
    is_target = np.isfinite(values[:, lags + horizon - 1 :]).astype(np.float64)
    past = windows[:, :, lags - 1 :: -1]
    inputs = np.concatenate([np.ones((*past.shape[:2], 1)), past], axis=2)
    weighted = inputs * is_target[:, :, np.newaxis]
    gram = np.matmul(weighted.transpose(0, 2, 1), inputs)
    aim = np.matmul(weighted.transpose(0, 2, 1), windows[:, :, -1:])
    gram[:, np.arange(lags + 1), np.arange(lags + 1)] += ridge
    solved: FloatArray = np.linalg.solve(gram, aim)[:, :, 0]
    return solved
