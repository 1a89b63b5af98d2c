"""Injection: anomalies of every kind put into calm history, to see who would have found them."""

from collections.abc import Callable

import numpy as np

from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.arrays.shares import shares_of
from barograph.domain import FloatArray

__all__ = ["INJECTIONS", "inject"]

_Change = Callable[[FloatArray, float], FloatArray]


def _spike(part: FloatArray, size: float) -> FloatArray:
    return part + np.where(np.arange(len(part)) < 2, 0.4 * size, 0.0)


def _dip(part: FloatArray, size: float) -> FloatArray:
    return part - np.where(np.arange(len(part)) < 12, 0.3 * size, 0.0)


def _shift(part: FloatArray, size: float) -> FloatArray:
    return part + 0.2 * size


def _drift(part: FloatArray, size: float) -> FloatArray:
    return part - 0.4 * size * np.linspace(0, 1, len(part))


def _unrest(part: FloatArray, _size: float) -> FloatArray:
    return part + 2 * (part - _smooth(part))


def _calm(part: FloatArray, _size: float) -> FloatArray:
    return _smooth(part)


def _standstill(part: FloatArray, _size: float) -> FloatArray:
    return np.full_like(part, part[0])


def _backwards(part: FloatArray, _size: float) -> FloatArray:
    return part[::-1]


def _slowly(part: FloatArray, _size: float) -> FloatArray:
    return np.interp(np.arange(len(part)) / 2, np.arange(len(part)), part)


def _mirrored(part: FloatArray, _size: float) -> FloatArray:
    mirrored: FloatArray = 2 * np.median(part) - part
    return mirrored


INJECTIONS: tuple[_Change, ...] = (
    _spike,
    _dip,
    _shift,
    _drift,
    _unrest,
    _calm,
    _standstill,
    _backwards,
    _slowly,
    _mirrored,
)


def inject(values: FloatArray, number: int, onset: int, points: int) -> FloatArray:
    """Return each row with a small anomaly of one kind in it; nothing is put where a part is not known."""
    changed = values.copy()
    ranges = shares_of(finite_only(values), (0.005, 0.995))
    for row, (low, high) in zip(changed, ranges, strict=True):
        part = row[onset : onset + points]
        if np.isfinite(finite_only(part)).all():
            part[:] = INJECTIONS[number](part.copy(), float(high - low))
    return changed


def _smooth(part: FloatArray) -> FloatArray:
    padded = np.pad(part, 4, mode="edge")
    smooth: FloatArray = np.convolve(padded, np.ones(9) / 9, mode="valid")
    return smooth
