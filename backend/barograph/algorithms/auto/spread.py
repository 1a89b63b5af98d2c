"""Spread: how far a series strays from its season, which may be further where the season is higher."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.arrays.shares import shares_of
from barograph.domain import FloatArray

__all__ = ["Spread"]

_NORMAL = 1.4826
_THIRDS = (1 / 3, 2 / 3)
_LEAST_RATIO = 2.0
_MOST_RATIO = 8.0
_LEAST_OF_DEVIATION = 0.1
_LEAST_OF_LEVEL = 1e-9
_STILL_OF_LEVEL = 0.01
_TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """The scale of each series at a low and a high level of its season; between them it follows the level.

    Traffic strays by a share of what is usual: what is little by day is much by night. Both scales are
    the same for a series without a season, and for one that strays as far everywhere.
    """

    levels: FloatArray
    scales: FloatArray

    @classmethod
    def fit(cls, distance: FloatArray, usual: FloatArray, values: FloatArray) -> "Spread":
        """Learn from distances to what was usual at each point, that itself, and the values as they were."""
        scale, has_moved = _measure(distance, values)
        known = np.where(np.isfinite(distance), usual, np.nan)
        ends = shares_of(known, _THIRDS)
        is_low, is_high = known <= ends[:, :1], known >= ends[:, 1:]
        levels, scales = np.stack([_at_end(one, known, distance) for one in (is_low, is_high)], axis=2)
        scales = np.clip(scales.T, scale / _MOST_RATIO, scale * _MOST_RATIO).T
        is_apart = has_moved & (levels[:, 1] - levels[:, 0] >= scale)
        is_apart &= scales.max(axis=1) >= _LEAST_RATIO * scales.min(axis=1)
        return cls(levels, np.where(is_apart[:, np.newaxis], scales, scale[:, np.newaxis]))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Spread":
        """Return the spread that ``to_arrays`` wrote."""
        levels, scales = (arrays[f"spread.{name}"] for name in ("levels", "scales"))
        return cls(levels.astype(np.float64, copy=False), scales.astype(np.float64, copy=False))

    @classmethod
    def join(cls, parts: Sequence["Spread"]) -> "Spread":
        """Put the spreads of groups of rows together, one after the other."""
        levels, scales = zip(*((part.levels, part.scales) for part in parts), strict=True)
        return cls(np.concatenate(levels), np.concatenate(scales))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 32 bytes a series."""
        return {"spread.levels": self.levels, "spread.scales": self.scales}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Spread":
        """Return the spread at these rows."""
        return Spread(self.levels[positions], self.scales[positions])

    def at(self, usual: FloatArray) -> FloatArray:
        """Return the scale at each point, by what is usual there: a column for all where it is the same."""
        small, large = self.scales[:, :1], self.scales[:, 1:]
        if (small == large).all():
            return small
        low, high = self.levels[:, :1], self.levels[:, 1:]
        share = np.clip((usual - low) / np.maximum(high - low, _TINY), 0.0, 1.0)
        scale: FloatArray = small + share * (large - small)
        return scale


def _at_end(
    is_there: NDArray[np.bool_], usual: FloatArray, distance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the middle level and the scale of each row at one end of its levels."""
    level = np.nan_to_num(row_medians(np.where(is_there, usual, np.nan)))
    return level, _robust(np.where(is_there, distance, np.nan))[0]


def _measure(distance: FloatArray, values: FloatArray) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return the scale of each row, which is not 0 for what never moved, and whether it has moved."""
    level = np.abs(np.nan_to_num(row_medians(values)))
    robust, deviation = _robust(distance)
    has_moved = deviation > _LEAST_OF_LEVEL * level
    scale = np.maximum(robust, _LEAST_OF_LEVEL * level)
    return np.maximum(np.where(has_moved, scale, _STILL_OF_LEVEL * level), _TINY), has_moved


def _robust(distance: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the scaled median distance of each row, never far below its deviation, and that."""
    counts = np.maximum(np.isfinite(distance).sum(axis=1), 1)
    deviation: FloatArray = np.sqrt(np.nansum(distance**2, axis=1) / counts)
    robust = _NORMAL * np.nan_to_num(row_medians(np.abs(distance)))
    return np.maximum(robust, _LEAST_OF_DEVIATION * deviation), deviation
