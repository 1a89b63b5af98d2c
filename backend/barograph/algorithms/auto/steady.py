"""The steady score: how rare errors were of late, for people, panels and rankings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.trailing import trailing_mean
from barograph.algorithms.rarity.tails import CERTAIN, Tail
from barograph.domain import FloatArray

__all__ = ["STEADY_POINTS", "Steady"]

STEADY_POINTS = 50
_NAMES = ("steady.near", "steady.far")


@dataclass(frozen=True, slots=True, eq=False)
class Steady:
    """The tails of the errors of 1 and 24 steps."""

    tails: tuple[Tail, ...]

    @classmethod
    def fit(cls, errors: Sequence[FloatArray]) -> "Steady":
        """Learn both tails of each row."""
        return cls(tuple(Tail.fit(error).rows(np.arange(len(error))) for error in errors[: len(_NAMES)]))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Steady":
        """Return what ``to_arrays`` wrote."""
        return cls(tuple(Tail.from_arrays(arrays, name) for name in _NAMES))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 96 bytes a series."""
        near, far = (tail.to_arrays(name) for name, tail in zip(_NAMES, self.tails, strict=True))
        return near | far

    def rows(self, positions: NDArray[np.intp] | slice) -> "Steady":
        """Return the tails at these rows."""
        return Steady(tuple(tail.rows(positions) for tail in self.tails))

    def rarity(self, errors: Sequence[FloatArray]) -> FloatArray:
        """Return how rare the errors of each point were, to the third power.

        The third power lets what is rare count more than how long it lasts.
        """
        total = np.zeros(1)
        for tail, error in zip(self.tails, errors, strict=False):
            found = np.minimum(tail.surprise(np.where(np.isnan(error), 0.0, error)), CERTAIN)
            total = total + found * found * found
        rarity: FloatArray = total / len(self.tails)
        return rarity

    @staticmethod
    def surprise(rarity: FloatArray, last: int) -> FloatArray:
        """Return the power mean of rarities over 50 points; its root is on the scale of a single surprise."""
        surprise: FloatArray = np.cbrt(trailing_mean(rarity, STEADY_POINTS, last))
        return surprise
