"""Compression: large deviations count by their order of magnitude, so that none is clipped and none rules."""

import numpy as np

from barograph.domain import FloatArray

__all__ = ["compress", "expand"]

_STRAIGHT = 4.0
_LARGEST = 1e9


def compress(deviations: FloatArray) -> FloatArray:
    """Return deviations as they are up to 4 scales, and by their logarithm beyond; infinite ones are finite.

    >>> [round(float(value), 2) for value in compress(np.array([1.0, -4.0, 40.0, np.inf]))]
    [1.0, -4.0, 13.21, 81.34]
    """
    size = np.minimum(np.abs(deviations), _LARGEST)
    with np.errstate(invalid="ignore"):
        large = _STRAIGHT * (1 + np.log(np.maximum(size, _STRAIGHT) / _STRAIGHT))
    compressed: FloatArray = np.copysign(np.where(size > _STRAIGHT, large, size), deviations)
    return compressed


def expand(compressed: FloatArray) -> FloatArray:
    """Undo ``compress``, up to the size beyond which it no longer tells values apart."""
    size = np.abs(compressed)
    largest = 1 + np.log(_LARGEST / _STRAIGHT)
    large = _STRAIGHT * np.exp(np.minimum(np.maximum(size / _STRAIGHT, 1.0), largest) - 1)
    expanded: FloatArray = np.copysign(np.where(size > _STRAIGHT, large, size), compressed)
    return expanded
