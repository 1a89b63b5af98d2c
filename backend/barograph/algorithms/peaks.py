"""Peaks: how rare a burst is, judged by the largest value of each block of the past."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.tails import CERTAIN
from barograph.domain import FloatArray

__all__ = ["Peaks"]

BLOCK_POINTS = 64
_LEAST_BLOCKS = 4
_TOP_SHARE = 1 / 3
_PRIOR_PEAKS = 3.0
_PRIOR_SHARE = 0.15
_PRIOR_WEIGHT = 2.0
_CALM = 0.3
_CAP = 20.0
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
    base: float
    evidence: float

    @classmethod
    def fit(cls, values: FloatArray, least_scale: float = 0.0) -> "Peaks":
        """Learn the tail of each row; values are 0 or more, and there must be some."""
        block = BLOCK_POINTS
        if values.shape[1] < _LEAST_BLOCKS * block:
            block = max(1, values.shape[1] // _LEAST_BLOCKS)
        count = values.shape[1] // block
        newest = values[:, values.shape[1] - count * block :]
        maxima = np.sort(newest.reshape(len(values), count, block).max(axis=2), axis=1)
        top = min(max(1, int(np.ceil(_TOP_SHARE * count))), max(1, count - 1))
        threshold = maxima[:, max(0, count - top - 1)]
        excess = _sum_capped(maxima[:, count - top :] - threshold[:, np.newaxis])
        low, middle, high = np.quantile(values, (0.25, 0.5, 0.75), axis=1)
        scale = (excess + _PRIOR_PEAKS * _PRIOR_SHARE * threshold) / (top + _PRIOR_PEAKS)
        least = np.maximum(0.02 * (high - low) + _TINY * (1 + threshold), least_scale)
        base = float(-np.log10(top / count / block))
        return cls(middle, threshold, np.maximum(scale, least), base, top + _PRIOR_WEIGHT)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Peaks":
        """Return the peaks that ``to_arrays`` wrote under this prefix."""
        rows = arrays[f"{prefix}.rows"].astype(np.float64, copy=False)
        base, evidence = arrays[f"{prefix}.shape"].astype(np.float64, copy=False)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], float(base), float(evidence))

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 24 bytes a series."""
        rows = np.column_stack([self.middle, self.threshold, self.scale])
        return {f"{prefix}.rows": rows, f"{prefix}.shape": np.array([self.base, self.evidence])}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Peaks":
        """Return the peaks at these rows."""
        return Peaks(
            self.middle[positions],
            self.threshold[positions],
            self.scale[positions],
            self.base,
            self.evidence,
        )

    def surprise(self, values: FloatArray) -> FloatArray:
        """Return ``-log10`` of the rate at which bursts reach each value, a point being the unit of time."""
        middle, threshold = self.middle[:, np.newaxis], self.threshold[:, np.newaxis]
        share = np.clip((values - middle) / np.maximum(threshold - middle, 1e-12), 0.0, 1.0)
        excess = np.maximum(values - threshold, 0.0)
        found = _CALM + share * (self.base - _CALM)
        found += self.evidence * np.log10(1 + excess / (self.evidence * self.scale[:, np.newaxis]))
        return np.minimum(found, CERTAIN)

    def level(self, surprise: float) -> FloatArray:
        """Return for each row the value that is this surprising, above the threshold."""
        beyond = max(0.0, surprise - self.base)
        growth = self.evidence * (10 ** (beyond / self.evidence) - 1)
        level: FloatArray = self.threshold + growth * self.scale
        return level


def _sum_capped(excess: FloatArray) -> FloatArray:
    """Return the sum of each row, in which one incident of the past does not hide the next."""
    cap = _CAP * np.median(excess, axis=1, keepdims=True)
    total: FloatArray = np.minimum(excess, cap).sum(axis=1)
    return total
