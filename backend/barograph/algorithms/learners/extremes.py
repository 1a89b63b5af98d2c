"""Extremes: what series were at the least and at the most, which tells what they can't be."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import Model
from barograph.domain import FloatArray, Scores

__all__ = ["Extremes"]


@dataclass(frozen=True, slots=True, eq=False)
class Extremes:
    """The least and the largest value of each series, NaN for one without any."""

    least: FloatArray
    most: FloatArray

    @classmethod
    def of(cls, values: FloatArray) -> "Extremes":
        """Return those of the values, one row a series."""
        known = finite_only(values)
        return cls(
            np.fmin.reduce(known, axis=1, initial=np.nan), np.fmax.reduce(known, axis=1, initial=np.nan)
        )

    @classmethod
    def from_model(cls, model: Model, rows: NDArray[np.intp]) -> "Extremes":
        """Return those at some rows of a model; NaN for -1, and where an older model does not hold them."""
        unknown = np.full(len(model.labels), np.nan)
        least, most = (model.arrays.get(name, unknown).astype(np.float64) for name in ("least", "most"))
        return cls(np.append(least, np.nan)[rows], np.append(most, np.nan)[rows])

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 8 bytes a series."""
        return {"least": self.least.astype(np.float32), "most": self.most.astype(np.float32)}

    def joined(self, later: "Extremes") -> "Extremes":
        """Return those of both times together."""
        return Extremes(np.fmin(self.least, later.least), np.fmax(self.most, later.most))

    def keep(self, scores: Scores, values: FloatArray) -> Scores:
        """Return scores that expect nothing below 0 of what never was negative, and is not now."""
        is_never = (self.least >= 0)[:, np.newaxis] & ~(values < 0)
        expected, lower, upper = (
            np.where(is_never & (part < 0), 0.0, part)
            for part in (scores.expected, scores.lower, scores.upper)
        )
        return Scores(scores.score, expected, lower, upper)
