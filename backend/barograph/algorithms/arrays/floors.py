"""Floors: the least scale that makes sense for a series, so that a flat one is not strange at every step."""

import numpy as np

from barograph.algorithms.arrays.rolling import finite_only
from barograph.domain import FloatArray

__all__ = ["fit_floor", "raise_to_floor", "row_medians", "spread_of"]

_FLOOR_OF_SPREAD = 0.05
_FLOOR_OF_LEVEL = 0.01
_FLOOR_OF_NEW = 0.001
_TINY = 1e-12
_NORMAL = 1.4826


def row_medians(values: FloatArray) -> FloatArray:
    """Return the median of each row without its gaps, NaN where it has nothing else."""
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    ordered = np.sort(values, axis=1)
    counts, rows = np.isfinite(ordered).sum(axis=1), np.arange(len(values))
    low, high = np.maximum(counts - 1, 0) // 2, np.minimum(counts // 2, values.shape[1] - 1)
    medians: FloatArray = (ordered[rows, low] + ordered[rows, high]) / 2
    return medians


def spread_of(values: FloatArray) -> FloatArray:
    """Return the scaled median distance from the median of each row, the standard deviation where it is 0.

    The median distance is 0 for a series that is flat more than half of the time.
    """
    distances = np.abs(values - row_medians(values)[:, np.newaxis])
    robust = _NORMAL * row_medians(distances)
    counts = np.maximum(np.isfinite(distances).sum(axis=1), 1)
    deviation = np.sqrt(np.nansum(distances**2, axis=1) / counts)
    return np.where(robust > 0, robust, np.where(np.isnan(robust), np.nan, deviation))


def fit_floor(values: FloatArray) -> FloatArray:
    """Return the least scale that makes sense for each series, and NaN for one that is not known.

    A series that never moved may move by a hundredth of its level unnoticed.
    """
    known = finite_only(values)
    spread = spread_of(known)
    floor = np.where(spread > 0, _FLOOR_OF_SPREAD * spread, _FLOOR_OF_LEVEL * np.abs(row_medians(known)))
    return np.append(np.where(np.isfinite(floor), np.maximum(floor, _TINY), np.nan), np.nan)


def raise_to_floor(expected: FloatArray, scale: FloatArray, floor: FloatArray) -> FloatArray:
    """Return the scale, nowhere below the floor of its row, or a part of the level where it has none."""
    own = np.maximum(_FLOOR_OF_NEW * np.abs(expected), _TINY)
    least = np.where(np.isfinite(floor)[:, np.newaxis], floor[:, np.newaxis], own)
    return np.maximum(scale, least)
