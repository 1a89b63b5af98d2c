"""What an expression is worth: one number or many series at each moment of a grid; NaN is nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.demo.clockwork import SCRAPE_MS, SCRAPES_PER_DAY
from barograph.domain import FloatArray, Labels, TimeArray
from barograph.errors import SourceRejectedQuery

__all__ = ["Grid", "Scalar", "Value", "Vector", "expect_scalar", "expect_vector"]

_LOOKBACK_MS = 300_000
_RETENTION_SCRAPES = 90 * SCRAPES_PER_DAY


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The moments at which an expression is asked for, and the moment after which nothing is known yet."""

    times: TimeArray
    now_ms: int

    @classmethod
    def between(cls, start_ms: int, end_ms: int, step_ms: int, now_ms: int) -> "Grid":
        """Return the grid ``start, start + step, ... <= end``."""
        return cls(np.arange(start_ms, end_ms + 1, step_ms, dtype=np.int64), now_ms)

    def shifted(self, offset_ms: int) -> "Grid":
        """Return the grid that lies ``offset_ms`` earlier."""
        return Grid(self.times - offset_ms, self.now_ms)

    @property
    def oldest_scrape(self) -> int:
        """The first scrape that has not been forgotten."""
        return self.now_ms // SCRAPE_MS - _RETENTION_SCRAPES

    @property
    def last_scrapes(self) -> TimeArray:
        """The last scrape at or before each moment."""
        latest: TimeArray = np.maximum(np.minimum(self.times, self.now_ms) // SCRAPE_MS, self.oldest_scrape)
        return latest

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Whether there is a scrape that is fresh enough to count."""
        fresh = self.times - self.now_ms <= _LOOKBACK_MS
        known: NDArray[np.bool_] = fresh & (self.times // SCRAPE_MS >= self.oldest_scrape)
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """One number at each moment."""

    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """Many series: one row of values each."""

    labels: tuple[Labels, ...]
    values: FloatArray

    @classmethod
    def empty(cls, count: int) -> "Vector":
        """Return a vector without series."""
        return cls((), np.empty((0, count)))

    @property
    def nameless(self) -> tuple[Labels, ...]:
        """The labels without the metric name, as after any calculation."""
        return tuple(labels.without("__name__") for labels in self.labels)

    def mapped(self, values: FloatArray) -> "Vector":
        """Return the same series with calculated values."""
        return Vector(self.nameless, values)


Value = Scalar | Vector


def expect_vector(value: Value, where: str) -> Vector:
    """Return the vector, or say where one was expected."""
    if isinstance(value, Vector):
        return value
    raise SourceRejectedQuery(f"expected type instant vector in {where}, got scalar")


def expect_scalar(value: Value, where: str) -> Scalar:
    """Return the scalar, or say where one was expected."""
    if isinstance(value, Scalar):
        return value
    raise SourceRejectedQuery(f"expected type scalar in {where}, got instant vector")
