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
    compressed = deviations.copy()
    is_large = np.abs(deviations) > _STRAIGHT
    large = deviations[is_large]
    size = np.minimum(np.abs(large), _LARGEST)
    compressed[is_large] = np.copysign(_STRAIGHT * (1 + np.log(size / _STRAIGHT)), large)
    return compressed


def expand(compressed: FloatArray) -> FloatArray:
    """Undo ``compress``, up to the size beyond which it no longer tells values apart."""
    size = np.abs(compressed)
    largest = 1 + np.log(_LARGEST / _STRAIGHT)
    large = _STRAIGHT * np.exp(np.minimum(np.maximum(size / _STRAIGHT, 1.0), largest) - 1)
    expanded: FloatArray = np.copysign(np.where(size > _STRAIGHT, large, size), compressed)
    return expanded
