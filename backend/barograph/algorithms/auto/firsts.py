"""Firsts: one point away from the value that a series hardly ever leaves does not yet say that it matters."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.trailing import trailing_mean
from barograph.domain import FloatArray

__all__ = ["Firsts"]

_TOGETHER_POINTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Firsts:
    """How rare one point is at most that is far from the value a series hardly ever leaves, one row a series.

    Such a series has no scale that says how far is far. All that is known is how seldom it was out of its
    range: a point out there is as rare as that, whatever the distance. Of ratios of errors that are nearly
    always 0, and of a scrape that fails once, one point is all there is; what matters stays. So points that
    are near each other count together. ``rarity`` is infinite where the spread of a series tells the scale.
    """

    rarity: FloatArray

    @classmethod
    def fit(
        cls, is_known: NDArray[np.bool_], is_away: NDArray[np.bool_], has_spread: NDArray[np.bool_]
    ) -> "Firsts":
        """Learn from where each series was known, and where it was out of its range."""
        one_in = np.maximum(is_known.sum(axis=1), 1) / np.maximum(is_away.sum(axis=1), 1)
        return cls(np.where(has_spread, np.inf, np.log10(one_in)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Firsts":
        """Return what ``to_arrays`` wrote."""
        return cls(arrays["firsts"].astype(np.float64, copy=False))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the array to keep in a model: 8 bytes a series."""
        return {"firsts": self.rarity}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Firsts":
        """Return what was learnt about these rows."""
        return Firsts(self.rarity[positions])

    @property
    def concerned(self) -> NDArray[np.intp]:
        """The rows that hardly ever leave one value."""
        return np.flatnonzero(np.isfinite(self.rarity))

    def limit(self, kinds: list[FloatArray], is_away: NDArray[np.bool_]) -> None:
        """Lower the surprise of each kind at the last points to what the points away near them allow.

        ``is_away`` is about the rows that are concerned.
        """
        last = kinds[0].shape[1]
        near = trailing_mean(is_away.astype(np.float64), _TOGETHER_POINTS, last) * _TOGETHER_POINTS
        rows = self.concerned
        most = self.rarity[rows, np.newaxis] * np.maximum(np.rint(near), 1.0)
        for kind in kinds:
            kind[rows] = np.minimum(kind[rows], most)
