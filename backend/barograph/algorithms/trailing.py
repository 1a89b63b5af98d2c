"""Trailing windows by doubling: a moment gets the same bits wherever the array begins, so replay is exact."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["run_lengths", "trailing_mean", "trailing_peak"]

_Merge = Callable[[FloatArray, FloatArray, int], FloatArray]


def trailing_mean(values: FloatArray, points: int) -> FloatArray:
    """Return the mean of each value and those before it, ``points`` in all; before the array all is 0."""
    total = _over_window(values, points, 0.0, lambda newer, older, _distance: newer + older)
    mean: FloatArray = total / points
    return mean


def trailing_peak(values: FloatArray, points: int, decay: float) -> FloatArray:
    """Return the largest of the ``points`` values before each, less ``decay`` for each point of distance."""
    before = _delayed(values, 1, -np.inf) - decay
    return _over_window(
        before, points, -np.inf, lambda newer, older, distance: np.maximum(newer, older - decay * distance)
    )


def run_lengths(is_same: NDArray[np.bool_], longest: int) -> FloatArray:
    """Return for each moment how many moments in a row, its own the last, were true; ``longest`` at most."""
    moments = np.arange(is_same.shape[1])
    last_change = np.maximum.accumulate(np.where(is_same, -1, moments), axis=1)
    return np.minimum(moments - last_change, longest).astype(np.float64)


def _over_window(values: FloatArray, points: int, fill: float, merge: _Merge) -> FloatArray:
    """Put a window together from its powers of two, newest first."""
    level, size = values, 1
    total: FloatArray | None = None
    offset = 0
    while offset < points:
        if points & size:
            total = level if total is None else merge(total, _delayed(level, offset, fill), offset)
            offset += size
        if offset < points:
            level = merge(level, _delayed(level, size, fill), size)
            size *= 2
    return values if total is None else total


def _delayed(values: FloatArray, points: int, fill: float) -> FloatArray:
    delayed = np.full_like(values, fill)
    delayed[:, points:] = values[:, : max(0, values.shape[1] - points)]
    return delayed
