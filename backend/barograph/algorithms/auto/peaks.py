"""Peaks: how rare a burst is, judged by the largest value of each block of the past."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.shares import shares_of
from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray

__all__ = ["Peaks", "block_maxima"]

BLOCK_POINTS = 64
_LEAST_BLOCKS = 4
_TOP_SHARE = 1 / 3
_PRIOR_PEAKS = 3.0
_PRIOR_SHARE = 0.15
_PRIOR_WEIGHT = 2.0
_CALM = 0.3
_CAP = 6.0  # of the middle one: of exponential excesses, one in 64 is larger
_LEAST_KNOWN = 0.25
_TINY = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """The tail of block maxima, one row a series.

    Strange points come in bursts, so single points say little about how often a burst comes: only the
    largest value of each block counts (extreme-value theory, Coles 2001). Above ``threshold``, which a
    third of the blocks exceed, the excess is exponential with the mean ``scale``. That mean is known from
    few blocks only, so the predictive distribution is used, which has a heavier tail the fewer they are.
    """

    middle: FloatArray
    threshold: FloatArray
    scale: FloatArray
    base: FloatArray
    evidence: FloatArray

    @classmethod
    def fit(cls, values: FloatArray, least_scale: FloatArray | float = 0.0) -> "Peaks":
        """Learn the tail of each row; values are 0 or more, and there must be some; gaps do not count."""
        block = BLOCK_POINTS
        if values.shape[1] < _LEAST_BLOCKS * block:
            block = max(1, values.shape[1] // _LEAST_BLOCKS)
        maxima, counts = block_maxima(values, block)
        top = np.clip(np.ceil(_TOP_SHARE * counts), 1, np.maximum(counts - 1, 1)).astype(np.intp)
        places = maxima.shape[1] - 1 - top[:, np.newaxis]
        threshold = np.take_along_axis(maxima, np.maximum(places, 0), axis=1)
        threshold[~np.isfinite(threshold)] = 0.0
        excess = _sum_capped(maxima, threshold, top)
        threshold = threshold[:, 0]
        low, middle, high = shares_of(values, (0.25, 0.5, 0.75)).T
        scale = (excess + _PRIOR_PEAKS * _PRIOR_SHARE * threshold) / (top + _PRIOR_PEAKS)
        least = np.maximum(0.02 * (high - low) + _TINY * (1 + threshold), least_scale)
        base = -np.log10(top / np.maximum(counts, 1) / block)
        return cls(middle, threshold, np.maximum(scale, least), base, top + _PRIOR_WEIGHT)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Peaks":
        """Return the peaks that ``to_arrays`` wrote under this prefix."""
        return cls(*arrays[f"{prefix}.peaks"].astype(np.float64, copy=False).T)

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 40 bytes a series."""
        parts = [self.middle, self.threshold, self.scale, self.base, self.evidence]
        return {f"{prefix}.peaks": np.column_stack(parts)}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Peaks":
        """Return the peaks at these rows."""
        return Peaks(
            self.middle[positions],
            self.threshold[positions],
            self.scale[positions],
            self.base[positions],
            self.evidence[positions],
        )

    def surprise(self, values: FloatArray) -> FloatArray:
        """Return ``-log10`` of the rate at which bursts reach each value, a point being the unit of time."""
        middle, threshold, scale, base, evidence = (
            part[:, np.newaxis]
            for part in (self.middle, self.threshold, self.scale, self.base, self.evidence)
        )
        share = np.clip((values - middle) / np.maximum(threshold - middle, 1e-12), 0.0, 1.0)
        excess = np.maximum(values - threshold, 0.0)
        found = _CALM + share * (base - _CALM)
        found += evidence * np.log10(1 + excess / (evidence * scale))
        return np.minimum(found, CERTAIN)

    def level(self, surprise: float) -> FloatArray:
        """Return for each row the value that is this surprising, above the threshold."""
        beyond = np.maximum(0.0, surprise - self.base)
        growth = self.evidence * (10 ** (beyond / self.evidence) - 1)
        level: FloatArray = self.threshold + growth * self.scale
        return level


def block_maxima(values: FloatArray, points: int) -> tuple[FloatArray, NDArray[np.intp]]:
    """Return the ordered maxima of blocks, the newest ending with the row, and how many blocks had values.

    A block that is a gap for the most part tells nothing; such blocks stand first, as infinitely small.
    """
    count = values.shape[1] // points
    blocks = values[:, values.shape[1] - count * points :].reshape(len(values), count, points)
    maxima = np.where(np.isnan(blocks), -np.inf, blocks).max(axis=2, initial=-np.inf)
    maxima[np.isfinite(blocks).mean(axis=2) < _LEAST_KNOWN] = -np.inf
    return np.sort(maxima, axis=1), np.isfinite(maxima).sum(axis=1)


def _sum_capped(maxima: FloatArray, threshold: FloatArray, top: NDArray[np.intp]) -> FloatArray:
    """Return the summed excess of the largest, in which one incident of the past does not hide the next."""
    is_top = np.arange(maxima.shape[1]) >= maxima.shape[1] - top[:, np.newaxis]
    excess = np.where(is_top & np.isfinite(maxima), maxima - threshold, 0.0)
    middle = maxima.shape[1] - 1 - (top[:, np.newaxis] - 1) // 2
    cap = _CAP * np.take_along_axis(excess, middle, axis=1)
    total: FloatArray = np.minimum(excess, cap).sum(axis=1)
    return total
