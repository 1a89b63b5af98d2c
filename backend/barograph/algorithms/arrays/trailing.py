"""Trailing windows by doubling: a moment gets the same bits wherever the array begins, so replay is exact."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["run_lengths", "trailing_mean", "trailing_peak"]

_Merge = Callable[[FloatArray, FloatArray, int], FloatArray]


def trailing_mean(values: FloatArray, points: int, last: int | None = None) -> FloatArray:
    """Return the mean of each value and those before it, ``points`` in all; before the array all is 0."""
    total = _over_window(values, points, 0.0, lambda newer, older, _distance: newer + older, last)
    mean: FloatArray = total / points
    return mean


def trailing_peak(values: FloatArray, points: int, decay: float, last: int | None = None) -> FloatArray:
    """Return the largest of the ``points`` values before each, less ``decay`` for each point of distance."""
    before = _delayed(values, 1, -np.inf) - decay

    def merge(newer: FloatArray, older: FloatArray, distance: int) -> FloatArray:
        return np.maximum(newer, older - decay * distance)

    return _over_window(before, points, -np.inf, merge, last)


def run_lengths(is_same: NDArray[np.bool_], longest: int, last: int | None = None) -> FloatArray:
    """Return for each moment how many moments in a row, its own the last, were true; ``longest`` at most."""
    wanted = is_same.shape[1] if last is None else min(last, is_same.shape[1])
    if not wanted:
        return np.zeros((len(is_same), 0))
    lengths = np.zeros((len(is_same), wanted))
    rows = np.flatnonzero(is_same[:, -wanted:].any(axis=1))
    near = is_same[rows, -(wanted + longest) :]
    moments = np.arange(near.shape[1])
    last_change = np.maximum.accumulate(np.where(near, -1, moments), axis=1)
    lengths[rows] = np.minimum(moments - last_change, longest)[:, -wanted:]
    return lengths


def _over_window(
    values: FloatArray, points: int, fill: float, merge: _Merge, last: int | None = None
) -> FloatArray:
    """Return what windows hold that end with the last moments, or with all."""
    if last is not None and 0 < last <= values.shape[1] - points + 1:
        return _over_known(values[:, -(last + points - 1) :], points, merge)
    whole = _over_all(values, points, fill, merge)
    return whole if last is None else whole[:, max(0, whole.shape[1] - last) :]


def _over_known(values: FloatArray, points: int, merge: _Merge) -> FloatArray:
    """Do what ``_over_all`` does, for the moments alone whose windows lie within the array."""
    if values.shape[1] == points:
        return _over_one(values, merge)
    level, size = values, 1
    total: FloatArray | None = None
    offset = 0
    while offset < points:
        if points & size:
            total = level if total is None else _merge_older(total, level, offset, merge)
            offset += size
        if offset < points:
            level = _merge_older(level, level, size, merge)
            size *= 2
    return values if total is None else total


def _over_one(values: FloatArray, merge: _Merge) -> FloatArray:
    """Merge all of the values into one a row, in the same order and so to the same bits."""
    total: FloatArray | None = None
    stop = points = values.shape[1]
    while stop:
        size = stop & -stop
        level, distance = values[:, stop - size : stop], 1
        while level.shape[1] > 1:
            level, distance = merge(level[:, 1::2], level[:, ::2], distance), 2 * distance
        total = level if total is None else merge(total, level, points - stop)
        stop -= size
    return values if total is None else total


def _merge_older(newer: FloatArray, older: FloatArray, distance: int, merge: _Merge) -> FloatArray:
    stop = older.shape[1] - distance
    width = min(newer.shape[1], stop)
    return merge(newer[:, newer.shape[1] - width :], older[:, stop - width : stop], distance)


def _over_all(values: FloatArray, points: int, fill: float, merge: _Merge) -> FloatArray:
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
