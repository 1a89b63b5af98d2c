"""Trends: a straight line through many series at once, only where it foretells better than none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import spread_of
from barograph.algorithms.seasons.season import fit_bins
from barograph.domain import FloatArray, TimeArray

__all__ = ["Trend", "fit_trend"]

_LEAST_BLOCKS = 7
_TRAINING_SHARE = 0.7
_GAIN = 0.7
_CLEAR = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """Slope per millisecond from an origin on; it runs on for no longer than it was seen."""

    slope: FloatArray
    origin_ms: int
    span_ms: int

    @classmethod
    def from_model(cls, arrays: Mapping[str, NDArray[np.generic]], meta: Mapping[str, object]) -> Self:
        """Return the trend that ``to_arrays`` and ``to_meta`` wrote."""
        slope = arrays["trend.slope"].astype(np.float64, copy=False)
        return cls(slope, int(str(meta["trend_origin_ms"])), int(str(meta["trend_span_ms"])))

    @classmethod
    def join(cls, parts: Sequence["Trend"]) -> "Trend":
        """Put trends of groups of rows together, one after the other; all begin at the same moment."""
        return cls(np.concatenate([part.slope for part in parts]), parts[0].origin_ms, parts[0].span_ms)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 8 bytes a series."""
        return {"trend.slope": self.slope}

    def to_meta(self) -> dict[str, object]:
        """Return the JSON values to keep in a model."""
        return {"trend_origin_ms": self.origin_ms, "trend_span_ms": self.span_ms}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Trend":
        """Return the trends at these rows."""
        return Trend(self.slope[positions], self.origin_ms, self.span_ms)

    def expect(self, timestamps: TimeArray) -> FloatArray:
        """Return how far each series has risen since the origin."""
        if not self.slope.any():
            return np.broadcast_to(0.0, (len(self.slope), len(timestamps)))
        risen = np.clip(timestamps - self.origin_ms, 0, 2 * self.span_ms)
        return self.slope[:, np.newaxis] * risen


def fit_trend(values: FloatArray, timestamps: TimeArray, block_ms: int) -> Trend:
    """Fit the slope between medians of blocks (Theil 1950, Sen 1968), 0 where it does not gain.

    Blocks as long as the season keep the season out of the slope.
    """
    if not len(timestamps):
        return Trend(np.zeros(len(values)), 0, 0)
    origin, span = int(timestamps[0]), int(timestamps[-1] - timestamps[0])
    blocks = ((timestamps - origin) // block_ms).astype(np.intp)
    count = int(blocks[-1]) + (span % block_ms > block_ms // 2)
    if count < _LEAST_BLOCKS:
        return Trend(np.zeros(len(values)), origin, span)
    medians = fit_bins(values, blocks, int(blocks[-1]) + 1)[:, :count]
    stop = round(_TRAINING_SHARE * count)
    first, later = medians[:, :stop], medians[:, stop:]
    ahead = np.arange(stop, count)
    slope, middle = _slope(first), np.median(first, axis=1)
    told = middle[:, np.newaxis] + slope[:, np.newaxis] * (ahead - (stop - 1) / 2)
    without = np.abs(later - np.median(first[:, -3:], axis=1, keepdims=True)).mean(axis=1)
    is_better = np.abs(later - told).mean(axis=1) < _GAIN * without
    whole = _slope(medians)
    scatter = spread_of(medians - whole[:, np.newaxis] * np.arange(count))
    is_clear = np.abs(whole) * count > _CLEAR * scatter
    return Trend(np.where(is_better & is_clear, whole / block_ms, 0.0), origin, span)


def _slope(medians: FloatArray) -> FloatArray:
    older, newer = np.triu_indices(medians.shape[1], k=1)
    slopes = (medians[:, newer] - medians[:, older]) / (newer - older)
    slope: FloatArray = np.median(slopes, axis=1)
    return slope
