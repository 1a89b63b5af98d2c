"""Rolling order statistics over the points before each moment, bounded in memory; gaps do not count."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = [
    "fill_forward",
    "finite_only",
    "rolling_extreme",
    "rolling_median_and_mad",
    "rolling_quantiles",
    "rolling_top",
]

_HUGE = 1e100
_WINDOW_CHUNK_VALUES = 1 << 20


def finite_only(values: FloatArray) -> FloatArray:
    """Return the values with infinite ones, and those too large to be squared, as gaps."""
    return np.where(np.abs(values) < _HUGE, values, np.nan)


def fill_forward(values: FloatArray, most: int) -> FloatArray:
    """Return the values with gaps of up to ``most`` points filled with the value before them."""
    if not np.isnan(values).any():
        return values
    filled = values.copy()
    for delay in range(1, min(most, values.shape[1] - 1) + 1):
        gap = np.isnan(filled[:, delay:])
        filled[:, delay:][gap] = values[:, :-delay][gap]
    return filled


def rolling_extreme(
    values: FloatArray, points: int, last: int | None = None, *, is_largest: bool
) -> FloatArray:
    """Return the least or largest of the ``points`` values that end with each moment, its own included.

    Many moments double their windows until they are long enough, so a pass costs the logarithm of a window
    a point; few moments look at theirs. Both give the same numbers: the order of comparing does not matter.
    """
    pick = np.fmax if is_largest else np.fmin
    wanted = values.shape[1] if last is None else min(last, values.shape[1])
    padded = np.pad(values, ((0, 0), (points - 1, 0)), constant_values=np.nan)
    padded = padded[:, padded.shape[1] - wanted - points + 1 :]
    if not wanted:
        return values[:, :0]
    if wanted <= points.bit_length():
        return np.stack([pick.reduce(padded[:, at : at + points], axis=1) for at in range(wanted)], axis=1)
    found, width = padded, 1
    while 2 * width <= points:
        found, width = pick(found[:, width:], found[:, :-width]), 2 * width
    rest = points - width
    extreme: FloatArray = pick(found[:, rest:], found[:, : found.shape[1] - rest]) if rest else found
    return extreme


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


def rolling_top(
    values: FloatArray, points: int, top: float, share: float, last: int | None = None
) -> tuple[NDArray[np.intp], FloatArray, FloatArray, FloatArray]:
    """Return of the values before each moment how many there are, the value that a share ``top`` of them
    exceeds, the sum of what they exceed it by, and the quantile ``share``."""

    def measure(ordered: FloatArray) -> FloatArray:
        counts = np.isfinite(ordered).sum(axis=-1, keepdims=True)
        most = np.maximum(np.ceil(top * counts), 1).astype(np.intp)
        threshold = np.take_along_axis(ordered, np.maximum(counts - most - 1, 0), axis=-1)
        threshold = np.where(counts > 0, threshold, 0.0)
        excess = np.nansum(np.maximum(ordered - threshold, 0.0), axis=-1, keepdims=True)
        return np.concatenate([threshold, excess, _quantiles_of(ordered, (share,))], axis=-1)

    counts, found = _over_sorted_windows(values, points, last, measure)
    return counts, found[..., 0], found[..., 1], found[..., 2]


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
