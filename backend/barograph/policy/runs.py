"""Counting points in the last columns, for all series at once."""

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray
from barograph.policy.base import BoolArray

__all__ = ["count_before", "count_last", "count_since", "highest_last"]

_Counts = NDArray[np.int64]


def count_last(mask: BoolArray, width: int) -> _Counts:
    """Count the true points among the last ``width`` columns, the present one included."""
    total = np.cumsum(mask, axis=1, dtype=np.int64)
    return total - _shifted(total, width)


def count_before(mask: BoolArray, width: int) -> _Counts:
    """Count the true points among the ``width`` columns before the present one."""
    return count_last(mask, width + 1) - mask


def count_since(mask: BoolArray, breaks: BoolArray, width: int) -> _Counts:
    """Count the true points after the last break, and among the last ``width`` columns at most."""
    total = np.cumsum(mask, axis=1, dtype=np.int64)
    at_break = np.maximum.accumulate(np.where(breaks, total, 0), axis=1)
    return total - np.maximum(at_break, _shifted(total, width))


def highest_last(values: FloatArray, width: int) -> FloatArray:
    """Return the highest value among the last ``width`` columns, the present one included."""
    padded = np.pad(values, ((0, 0), (width - 1, 0)), constant_values=-np.inf)
    highest: FloatArray = np.lib.stride_tricks.sliding_window_view(padded, width, axis=1).max(axis=2)
    return highest


def _shifted(total: _Counts, width: int) -> _Counts:
    before = np.zeros_like(total)
    before[:, width:] = total[:, :-width]
    return before
