"""Finer points put together to the step of the query."""

import warnings
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from barograph.domain import Frame
from barograph.domain.frame import FloatArray

__all__ = ["resample"]


def _last(cells: FloatArray, axis: int) -> FloatArray:
    is_there = ~np.isnan(cells)
    place = cells.shape[axis] - 1 - np.flip(is_there, axis).argmax(axis)
    found: FloatArray = np.take_along_axis(cells, np.expand_dims(place, axis), axis).squeeze(axis)
    return found


def _sum(cells: FloatArray, axis: int) -> FloatArray:
    is_empty = np.isnan(cells).all(axis)
    total: FloatArray = np.where(is_empty, np.nan, np.nansum(cells, axis))
    return total


_METHODS: Mapping[str, Callable[..., Any]] = {
    "mean": np.nanmean,
    "max": np.nanmax,
    "min": np.nanmin,
    "median": np.nanmedian,
    "sum": _sum,
    "last": _last,
}


def resample(frame: Frame, points: int, method: str) -> Frame:
    """Put each ``points`` points together to one at the moment of the last of them; gaps do not count."""
    shape = (frame.series_count, frame.point_count // points, points)
    with warnings.catch_warnings():
        # NumPy warns of groups that hold nothing but gaps; they are gaps again.
        warnings.simplefilter("ignore", RuntimeWarning)
        values = _METHODS[method](frame.values.reshape(shape), axis=2)
    return Frame(frame.labels, frame.timestamps[points - 1 :: points], values)
