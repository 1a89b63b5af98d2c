"""The moments of a range query: ``start, start + step, ...`` up to the end."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain.frame import FloatArray, TimeArray
from barograph.errors import SourceAnswerInvalid, ValidationFailed
from barograph.sources.base import RangeRequest

__all__ = ["Grid"]

_LATEST_SECONDS = 253_402_300_799.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Evenly spaced moments in milliseconds."""

    start_ms: int
    step_ms: int
    points: int

    @classmethod
    def of(cls, request: RangeRequest) -> "Grid":
        """Return the moments that a request asks for."""
        if request.step_ms <= 0 or request.end_ms < request.start_ms:
            raise ValidationFailed(
                f"There is no range from {request.start_ms} to {request.end_ms} ms in steps of "
                f"{request.step_ms} ms. Give an end after the start and a step above zero."
            )
        points = (request.end_ms - request.start_ms) // request.step_ms + 1
        return cls(request.start_ms, request.step_ms, points)

    @property
    def end_ms(self) -> int:
        """The last moment."""
        return self.start_ms + (self.points - 1) * self.step_ms

    @property
    def timestamps(self) -> TimeArray:
        """All moments."""
        return self.start_ms + self.step_ms * np.arange(self.points, dtype=np.int64)

    def part(self, first: int, points: int) -> "Grid":
        """Return ``points`` moments from position ``first`` on."""
        return Grid(self.start_ms + first * self.step_ms, self.step_ms, points)

    def split(self, first: int, points: int) -> Iterator[tuple[int, "Grid"]]:
        """Return the moments from position ``first`` on, at most ``points`` a part, and each part's place."""
        for place in range(first, self.points, points):
            yield place, self.part(place, min(points, self.points - place))

    def columns_of(self, seconds: FloatArray) -> NDArray[np.int64]:
        """Return the position of each time; refuse times off the grid, twice there or out of order."""
        # What is no number, or too large for one, is not compared and so not allowed.
        if not (np.abs(seconds) <= _LATEST_SECONDS).all():
            raise self._refusal()
        offsets = np.rint(seconds * 1000).astype(np.int64) - self.start_ms
        columns, rest = np.divmod(offsets, self.step_ms)
        is_inside = len(columns) == 0 or (columns[0] >= 0 and columns[-1] < self.points)
        if rest.any() or not is_inside or (np.diff(columns) <= 0).any():
            raise self._refusal()
        return columns

    def _refusal(self) -> SourceAnswerInvalid:
        return SourceAnswerInvalid(
            "The data source sent samples twice, out of order or at moments that were not asked for. "
            "Check whether a proxy or a cache in front of it merges answers.",
            detail={"start_ms": self.start_ms, "step_ms": self.step_ms, "points": self.points},
        )
