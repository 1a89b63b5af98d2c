"""Rolling statistics over the points before each moment: exact under replay, bounded in memory, NaN-aware.

Every statistic of a moment is computed by the same operations in the same order wherever the window begins,
so a tick gives the same bits as a pass over the whole range.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["Moments", "finite_only", "rolling_median_and_mad", "rolling_moments", "rolling_quantiles"]

_HUGE = 1e100
_CHUNK_VALUES = 1 << 18
_WINDOW_CHUNK_VALUES = 1 << 20
_FEW_POINTS = 4


def finite_only(values: FloatArray) -> FloatArray:
    """Return the values with infinite ones, and those too large to be squared, as gaps."""
    return np.where(np.abs(values) < _HUGE, values, np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Weight (the count, where nothing decays), mean and variance of the points before each moment."""

    weight: FloatArray
    mean: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, values: FloatArray) -> Self:
        """Return the moments of single points."""
        is_known = np.isfinite(values)
        return cls(is_known.astype(np.float64), np.where(is_known, values, 0.0), np.zeros_like(values))

    @property
    def variance(self) -> FloatArray:
        """The mean squared distance from the mean, NaN where there is no point."""
        with np.errstate(invalid="ignore", divide="ignore"):
            variance: FloatArray = self.squares / self.weight
        return variance

    def with_older(self, older: "Moments", decay: float) -> "Moments":
        """Merge with the moments of older points, whose weight has decayed (Chan, Golub, LeVeque 1983)."""
        old_weight = older.weight * decay
        weight = self.weight + old_weight
        share = old_weight / np.where(weight > 0, weight, 1.0)
        delta = older.mean - self.mean
        squares = self.squares + older.squares * decay + delta * delta * self.weight * share
        return Moments(weight, self.mean + delta * share, squares)

    def apply(self, change: Callable[[FloatArray], FloatArray]) -> "Moments":
        """Return moments with the change made to each array."""
        return Moments(change(self.weight), change(self.mean), change(self.squares))


def rolling_moments(values: FloatArray, points: int, last: int | None = None, decay: float = 1.0) -> Moments:
    """Return the moments of the ``points`` values before each of the ``last`` moments, its own left out."""
    wanted = values.shape[1] if last is None else min(last, values.shape[1])
    compute = _few_moments if wanted <= _FEW_POINTS else _all_moments
    rows = max(1, _CHUNK_VALUES // max(1, values.shape[1]))
    chunks = [
        compute(values[start : start + rows], points, wanted, decay)
        for start in range(0, max(1, len(values)), rows)
    ]
    if len(chunks) == 1:
        return chunks[0]
    return Moments(
        np.concatenate([chunk.weight for chunk in chunks]),
        np.concatenate([chunk.mean for chunk in chunks]),
        np.concatenate([chunk.squares for chunk in chunks]),
    )


def _all_moments(values: FloatArray, points: int, wanted: int, decay: float) -> Moments:
    """Double the window again and again, and put it together from its powers of two, newest first."""
    level = Moments.of(_delayed(values, 1, np.nan))
    total, offset, size = Moments.of(np.full_like(values, np.nan)), 0, 1
    while offset < points:
        if points & size:
            total = total.with_older(_later(level, offset), decay**offset)
            offset += size
        if offset < points:
            level = level.with_older(_later(level, size), decay**size)
            size *= 2
    return total.apply(lambda part: part[:, part.shape[1] - wanted :])


def _few_moments(values: FloatArray, points: int, wanted: int, decay: float) -> Moments:
    """Do the same for a few moments only: halve each power of two instead of doubling everything."""
    padded = np.pad(values, ((0, 0), (points, 0)), constant_values=np.nan)
    found = []
    for stop in range(padded.shape[1] - wanted, padded.shape[1]):
        total = Moments.of(np.full((len(values), 1), np.nan))
        offset = 0
        for size in (1 << bit for bit in range(points.bit_length()) if points >> bit & 1):
            block = _halve(padded[:, stop - offset - size : stop - offset], decay)
            total = total.with_older(block, decay**offset)
            offset += size
        found.append(total)
    if not found:
        return Moments.of(values[:, :0])
    return Moments(
        np.hstack([total.weight for total in found]),
        np.hstack([total.mean for total in found]),
        np.hstack([total.squares for total in found]),
    )


def _halve(block: FloatArray, decay: float) -> Moments:
    level, size = Moments.of(block), 1
    while level.mean.shape[1] > 1:
        newer = level.apply(lambda part: part[:, 1::2])
        level = newer.with_older(level.apply(lambda part: part[:, ::2]), decay**size)
        size *= 2
    return level


def _later(moments: Moments, points: int) -> Moments:
    return moments.apply(lambda part: _delayed(part, points, 0.0))


def _delayed(values: FloatArray, points: int, fill: float) -> FloatArray:
    """Move every column to the right by some points."""
    delayed = np.full_like(values, fill)
    delayed[:, points:] = values[:, : max(0, values.shape[1] - points)]
    return delayed


def rolling_quantiles(
    values: FloatArray, points: int, shares: Sequence[float], last: int | None = None
) -> tuple[NDArray[np.intp], FloatArray]:
    """Return how many values stand before each moment, and their quantiles (a last axis)."""
    return _over_sorted_windows(values, points, last, lambda ordered: _quantiles_of(ordered, shares))


def rolling_median_and_mad(
    values: FloatArray, points: int, last: int | None = None
) -> tuple[NDArray[np.intp], FloatArray]:
    """Return how many values stand before each moment, their median and the median distance from it."""

    def measure(ordered: FloatArray) -> FloatArray:
        median = _quantiles_of(ordered, (0.5,))
        distances = np.sort(np.abs(ordered - median), axis=-1)
        return np.concatenate([median, _quantiles_of(distances, (0.5,))], axis=-1)

    return _over_sorted_windows(values, points, last, measure)


def _over_sorted_windows(
    values: FloatArray, points: int, last: int | None, measure: Callable[[FloatArray], FloatArray]
) -> tuple[NDArray[np.intp], FloatArray]:
    wanted = values.shape[1] if last is None else min(last, values.shape[1])
    padded = np.pad(values, ((0, 0), (points, 0)), constant_values=np.nan)[:, -(points + wanted) :]
    counts = np.zeros((len(values), wanted), dtype=np.intp)
    found: list[FloatArray] = []
    rows = max(1, _WINDOW_CHUNK_VALUES // max(1, points * wanted))
    for start in range(0, max(1, len(values)), rows):
        windows = sliding_window_view(padded[start : start + rows], points, axis=1)[:, :-1]
        ordered = np.sort(windows, axis=-1)
        counts[start : start + rows] = np.isfinite(ordered).sum(axis=-1)
        found.append(measure(ordered))
    return counts, np.concatenate(found)


def _quantiles_of(ordered: FloatArray, shares: Sequence[float]) -> FloatArray:
    """Interpolate quantiles in sorted windows whose gaps stand last."""
    counts = np.isfinite(ordered).sum(axis=-1, keepdims=True)
    places = np.maximum(counts - 1, 0) * np.asarray(shares)
    low = np.floor(places).astype(np.intp)
    high = np.minimum(low + 1, np.maximum(counts - 1, 0))
    lower = np.take_along_axis(ordered, low, axis=-1)
    upper = np.take_along_axis(ordered, high, axis=-1)
    quantiles: FloatArray = lower + (upper - lower) * (places - low)
    return quantiles
