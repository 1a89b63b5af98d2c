"""Shapes: the costlier fifth kind of departure, for series in which a backtest found that it gains."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.foresight import fill_gaps
from barograph.algorithms.auto.peaks import Peaks
from barograph.algorithms.learners.components import Components, covariances_of
from barograph.domain import FloatArray

__all__ = ["SHAPE_POINTS", "Shapes"]

SHAPE_POINTS = 32
_DIRECTIONS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """How unlikely the last 32 points are as a whole, as `subsequence` sees them, and how rare that is.

    ``places`` tells for each series which row of the rest is its own, -1 where it is not judged by shapes.
    """

    places: NDArray[np.intp]
    components: Components
    peaks: Peaks

    @classmethod
    def fit(cls, residual: FloatArray, chosen: NDArray[np.bool_]) -> "Shapes":
        """Learn the shapes of the chosen rows from what their habits leave over."""
        filled = fill_gaps(residual[chosen])
        level, scale = _plain(filled, filled.shape[1])
        components = Components.fit(covariances_of(filled, level, scale, SHAPE_POINTS), _DIRECTIONS)
        distance = components.compare(filled, level, scale).distance[:, SHAPE_POINTS - 1 :]
        is_known = np.isfinite(residual[chosen][:, SHAPE_POINTS - 1 :])
        places = np.where(chosen, np.cumsum(chosen) - 1, -1)
        return cls(places, components, Peaks.fit(np.where(is_known, distance, np.nan)))

    @classmethod
    def nobody(cls, rows: int) -> "Shapes":
        """Return the shapes of series of which none is judged by them."""
        return cls.fit(np.zeros((rows, SHAPE_POINTS)), np.zeros(rows, dtype=np.bool_))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Shapes":
        """Return the shapes that ``to_arrays`` wrote."""
        places = arrays["shape.places"].astype(np.intp, copy=False)
        return cls(places, Components.from_arrays(arrays), Peaks.from_arrays(arrays, "shape"))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 4 bytes a series, about 2 KB more for a chosen one."""
        places = {"shape.places": self.places.astype(np.int32)}
        return places | self.components.to_arrays() | self.peaks.to_arrays("shape")

    def rows(self, positions: NDArray[np.intp] | slice) -> "Shapes":
        """Return what was learnt about these rows."""
        return Shapes(self.places[positions], self.components, self.peaks)

    def surprise(self, filled: FloatArray, wanted: int) -> FloatArray:
        """Return how rare the shapes are that end at the last points, 0 for series without.

        Short gaps of what habits leave over are filled.
        """
        found = np.zeros((len(filled), wanted))
        own = np.flatnonzero(self.places >= 0)
        if len(own):
            places = self.places[own]
            likeness = self.components.rows(places).compare(filled[own], *_plain(filled[own], wanted))
            found[own] = self.peaks.rows(places).surprise(likeness.distance)
        return found


def _plain(values: FloatArray, wanted: int) -> tuple[FloatArray, FloatArray]:
    """Return level 0 and scale 1 for each moment: what habits leave over is scaled already."""
    shape = (len(values), wanted)
    return np.zeros(shape), np.ones(shape)
