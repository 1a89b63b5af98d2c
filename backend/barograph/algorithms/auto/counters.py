"""Counters: series that only rise are read as steps from point to point, a reset as a gap."""

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.foresight import fill_gaps
from barograph.domain import FloatArray

__all__ = ["find_counters", "read_steps", "values_before"]

_RISING_SHARE = 0.99
_MOVING_SHARE = 0.3
_LEAST_STEPS = 30


def find_counters(values: FloatArray) -> NDArray[np.bool_]:
    """Tell for each row whether it hardly ever falls, and moves often."""
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.diff(values, axis=1)
    known = np.maximum(np.isfinite(steps).sum(axis=1), 1)
    is_rising = (steps >= 0).sum(axis=1) >= _RISING_SHARE * known
    is_moving = (steps > 0).sum(axis=1) >= np.maximum(_MOVING_SHARE * known, _LEAST_STEPS)
    is_counter: NDArray[np.bool_] = is_rising & is_moving
    return is_counter


def values_before(values: FloatArray) -> FloatArray:
    """Return for each point the last known value before it, not further back than a short gap."""
    before = np.full_like(values, np.nan)
    before[:, 1:] = fill_gaps(values)[:, :-1]
    return before


def read_steps(values: FloatArray, is_counter: NDArray[np.bool_]) -> FloatArray:
    """Return the rows that are counters as steps, where a fall is a gap, and the others as they are."""
    if not is_counter.any():
        return values
    read = values.copy()
    rows = values[is_counter]
    with np.errstate(invalid="ignore"):
        steps = rows - values_before(rows)
    read[is_counter] = np.where(steps >= 0, steps, np.nan)
    return read
