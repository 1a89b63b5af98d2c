"""Principal components of the windows of many series at once, and how unlikely a window is under them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.scaling import each_scaled
from barograph.domain import FloatArray

__all__ = ["Components", "Likeness", "covariances_of"]

_LEAST_NOISE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """How far a window lies from what is usual, and what its last value should have been.

    ``least`` is the distance with the expected value in the last place, and ``precision`` says how fast the
    squared distance grows from there.
    """

    distance: FloatArray
    least: FloatArray
    expected: FloatArray
    precision: FloatArray

    def room_within(self, distance: FloatArray) -> FloatArray:
        """Return how far the last value may lie from the expected one before the distance is reached."""
        left = distance**2 - self.least**2
        room: FloatArray = np.sqrt(np.maximum(left, 0.0) / self.precision)
        return room


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """Probabilistic principal components (Tipping and Bishop 1999), one set a row, the last for new series.

    A window has variance ``strength`` along each direction of ``basis`` and variance ``noise`` along all
    others. So 32 points need 8 directions, about 1 KB a series, instead of a whole covariance matrix.
    """

    basis: NDArray[np.float32]
    strength: NDArray[np.float32]
    noise: NDArray[np.float32]

    @classmethod
    def fit(cls, covariances: FloatArray, count: int) -> "Components":
        """Keep the strongest directions of each covariance, and the mean variance along the others."""
        strength, basis = np.linalg.eigh(covariances)
        noise = np.maximum(strength[:, :-count].mean(axis=1), _LEAST_NOISE)
        kept = np.maximum(strength[:, -count:], noise[:, np.newaxis])
        return cls(*(part.astype(np.float32) for part in (basis[:, :, -count:], kept, noise)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Components":
        """Return the components that ``to_arrays`` wrote."""
        return cls(*(arrays[f"pca.{name}"].astype(np.float32, copy=False) for name in cls.__slots__))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        return {f"pca.{name}": getattr(self, name) for name in self.__slots__}

    def rows(self, positions: NDArray[np.intp]) -> "Components":
        """Return the components at these rows; -1 stands for a series that is not known."""
        return Components(*(getattr(self, name)[positions] for name in self.__slots__))

    def compare(self, values: FloatArray, level: FloatArray, scale: FloatArray) -> Likeness:
        """Tell how usual the windows are that end at each moment for which level and scale are given."""
        found = np.empty((4, *level.shape))
        for part, windows in each_scaled(values, level, scale, self.basis.shape[1]):
            found[:, part] = self._compare(part, windows)
        return Likeness(*found)

    def _compare(self, part: slice, windows: FloatArray) -> FloatArray:
        basis = self.basis[part].astype(np.float64)
        noise = self.noise[part].astype(np.float64)[:, np.newaxis]
        gain = 1 / noise[..., np.newaxis] - 1 / self.strength[part].astype(np.float64)[:, np.newaxis]
        along = np.matmul(windows, basis)
        lasting = windows[..., -1]
        last = basis[:, np.newaxis, -1]
        squares = (windows**2).sum(axis=2) / noise - (gain * along**2).sum(axis=2)
        pull = lasting / noise - (gain * last * along).sum(axis=2)
        precision = 1 / noise - (gain * last**2).sum(axis=2)
        precision = np.broadcast_to(precision, pull.shape)
        points = windows.shape[2]
        distance, least = (
            np.sqrt(np.maximum(part, 0.0) / points) for part in (squares, squares - pull**2 / precision)
        )
        return np.stack([distance, least, lasting - pull / precision, precision / points])


def covariances_of(values: FloatArray, level: FloatArray, scale: FloatArray, points: int) -> FloatArray:
    """Return for each row the covariance of its windows, each scaled by the level and scale at its end."""
    covariances = np.broadcast_to(np.eye(points), (len(values), points, points)).copy()
    if values.shape[1] >= points:
        for part, windows in each_scaled(values, level[:, points - 1 :], scale[:, points - 1 :], points):
            contiguous = np.ascontiguousarray(windows)
            covariances[part] = np.matmul(contiguous.transpose(0, 2, 1), contiguous) / windows.shape[1]
    return covariances
