"""Windows of many series, each scaled by a level and a scale, a bounded number at a time."""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from barograph.algorithms.arrays.floors import raise_to_floor
from barograph.algorithms.arrays.rolling import rolling_median_and_mad
from barograph.domain import FloatArray

__all__ = ["each_scaled", "scale_by_window"]

_CHUNK_VALUES = 1 << 20
_LEAST_POINTS = 8
_FAR = 8.0
_NORMAL = 1.4826


def each_scaled(
    values: FloatArray, level: FloatArray, scale: FloatArray, points: int
) -> Iterator[tuple[slice, FloatArray]]:
    """Go over groups of rows with the scaled windows that end at each of the last moments.

    Level and scale have a column for each of those moments. Windows are clipped against outliers, and a
    gap lies on the level.
    """
    wanted = level.shape[1]
    padded = np.pad(values, ((0, 0), (points, 0)), constant_values=np.nan)
    padded = padded[:, padded.shape[1] - wanted - points + 1 :]
    at_once = max(1, _CHUNK_VALUES // max(1, padded.shape[1] * points))
    for start in range(0, len(values) if wanted else 0, at_once):
        part = slice(start, start + at_once)
        windows = sliding_window_view(padded[part], points, axis=1)
        with np.errstate(invalid="ignore", over="ignore"):
            scaled = (windows - level[part, :, np.newaxis]) / scale[part, :, np.newaxis]
        np.clip(scaled, -_FAR, _FAR, out=scaled)
        scaled[np.isnan(scaled)] = 0.0
        yield part, scaled


def scale_by_window(values: FloatArray, points: int, wanted: int) -> tuple[FloatArray, FloatArray]:
    """Return level and scale of the points before each moment, for a series without history."""
    counts, found = rolling_median_and_mad(values, points, wanted)
    level = np.where(counts >= _LEAST_POINTS, found[..., 0], np.nan)
    spread = _NORMAL * np.where(counts >= _LEAST_POINTS, found[..., 1], np.nan)
    return level, raise_to_floor(level, spread, np.full(len(values), np.nan))
