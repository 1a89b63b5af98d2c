"""Counters: series that only rise are read as steps from point to point, a reset as a gap."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.foresight import LAGS, find_last_known
from barograph.domain import FloatArray, Labels

__all__ = ["find_counters", "find_fallen", "look_back", "read_steps"]

_RISING_SHARE = 0.99
_MOVING_SHARE = 0.3
_LEAST_STEPS = 30
_RESET_SHARE = 0.25  # a value below that share of the one before has begun again; above, something was lost
_SAW_TEETH = 3
_SAW_SPREAD = 0.25
_COUNTING = ("_total", "_count", "_sum", "_bucket")


def find_counters(values: FloatArray, labels: Sequence[Labels]) -> NDArray[np.bool_]:
    """Tell for each row whether it hardly ever falls, moves often, and is neither a gauge nor a saw.

    What is named as a metric but not as a counter is a gauge. The time since the last success of a job rises
    like a counter, too, but begins again at about the same height each time, and its height is what matters.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        steps = np.diff(values, axis=1)
    known = np.maximum(np.isfinite(steps).sum(axis=1), 1)
    is_rising = (steps >= 0).sum(axis=1) >= _RISING_SHARE * known
    is_moving = (steps > 0).sum(axis=1) >= np.maximum(_MOVING_SHARE * known, _LEAST_STEPS)
    is_named = np.array([_is_named_otherwise(one.get("__name__", "")) for one in labels], dtype=np.bool_)
    is_counter: NDArray[np.bool_] = is_rising & is_moving & ~is_named
    for row in np.flatnonzero(is_counter):
        is_counter[row] = not _is_saw(values[row, :-1][steps[row] < 0])
    return is_counter


def find_fallen(values: FloatArray) -> NDArray[np.bool_]:
    """Tell for each row whether it ever fell from one point to the next."""
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray((np.diff(values, axis=1) < 0).any(axis=1))


def _is_named_otherwise(name: str) -> bool:
    return bool(name) and not name.endswith(_COUNTING)


def _is_saw(heights: FloatArray) -> bool:
    """Tell whether a series fell often enough, and from heights that are alike."""
    if heights.size < _SAW_TEETH:
        return False
    middle = np.median(heights)
    return bool(np.median(np.abs(heights - middle)) <= _SAW_SPREAD * abs(middle))


def look_back(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return for each point the last known value before it, and how many points ago that was.

    Both are NaN where it lies further back than a short gap.
    """
    moments = np.arange(values.shape[1])
    last = np.full(values.shape, -1)
    last[:, 1:] = find_last_known(values)[:, :-1]
    is_near = (last >= 0) & (moments - last <= LAGS + 1)
    before = np.take_along_axis(values, np.maximum(last, 0), axis=1)
    return np.where(is_near, before, np.nan), np.where(is_near, moments - last, np.nan)


def read_steps(
    values: FloatArray, is_counter: NDArray[np.bool_], has_fallen: NDArray[np.bool_]
) -> FloatArray:
    """Return the rows that are counters as steps, where a reset is a gap, and the others as they are.

    What was counted during a gap of some points is shared out among them. A fall to some height is a loss
    where the series never fell before, as when half of the data on a disk vanish, and else a clean-up.
    """
    if not is_counter.any():
        return values
    read = values.copy()
    rows = values[is_counter]
    before, points = look_back(rows)
    with np.errstate(invalid="ignore"):
        steps = (rows - before) / points
        is_reset = (rows < before) & (has_fallen[is_counter, np.newaxis] | (rows < _RESET_SHARE * before))
    read[is_counter] = np.where(is_reset, np.nan, steps)
    return read
