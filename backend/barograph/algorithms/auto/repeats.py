"""Repeats: what a series has done several times before is a habit, however far it stands out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.peaks import block_maxima
from barograph.domain import FloatArray

__all__ = ["Repeats"]

_SPAN_POINTS = 384  # Bursts nearer to each other are one: a restart and what follows it.
_TIMES = 3
_PRIOR_TIMES = 3.0
_PRIOR_SHARE = 0.15
_PRIOR_WEIGHT = 2.0
_TINY = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """How rare a value can be at most, by the third largest of separate bursts, one row a series.

    Deploys, restarts, clean-ups and batch jobs are few among thousands of points and far from all others, so
    a tail that is fitted to the others calls them impossible. What came back three times is as rare as that
    and no more; beyond it, surprise grows as slowly as three examples can tell. Too short a history tells
    nothing: then ``base`` is infinite.
    """

    level: FloatArray
    scale: FloatArray
    base: FloatArray

    @classmethod
    def fit(cls, values: FloatArray) -> "Repeats":
        """Learn from each row; values are 0 or more, gaps do not count."""
        rows = len(values)
        largest, counts = block_maxima(values, _SPAN_POINTS)
        is_enough = counts > _TIMES + 1
        if not is_enough.any():
            return cls(np.zeros(rows), np.ones(rows), np.full(rows, np.inf))
        newest = np.where(is_enough[:, np.newaxis], largest[:, -_TIMES:], 0.0)
        level = newest[:, 0]
        excess = (newest - level[:, np.newaxis]).sum(axis=1) + _PRIOR_TIMES * _PRIOR_SHARE * level
        scale = excess / (_TIMES - 1 + _PRIOR_TIMES) + _TINY
        base = np.log10(np.maximum(counts, 1) * _SPAN_POINTS / _TIMES)
        return cls(level, scale, np.where(is_enough, base, np.inf))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Repeats":
        """Return the repeats that ``to_arrays`` wrote under this prefix."""
        return cls(*arrays[f"{prefix}.repeats"].astype(np.float64, copy=False).T)

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 24 bytes a series."""
        return {f"{prefix}.repeats": np.column_stack([self.level, self.scale, self.base])}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Repeats":
        """Return the repeats at these rows."""
        return Repeats(self.level[positions], self.scale[positions], self.base[positions])

    def most(self, values: FloatArray) -> FloatArray:
        """Return the most surprise that each value can cause."""
        beyond = np.maximum(values - self.level[:, np.newaxis], 0.0) / self.scale[:, np.newaxis]
        weight = _TIMES + _PRIOR_WEIGHT
        most: FloatArray = self.base[:, np.newaxis] + weight * np.log10(1 + beyond / weight)
        return most
