"""The frame: the matrix of series by time that flows from sources to algorithms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from barograph.domain.labels import Labels

__all__ = ["FloatArray", "Frame", "TimeArray"]

FloatArray = NDArray[np.float64]
TimeArray = NDArray[np.int64]
_Item = TypeVar("_Item", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Values of many series at the same moments; NaN is a gap.

    ``values`` has one row a series and one column a moment, ``timestamps`` are milliseconds since the
    epoch and strictly increasing. Both arrays are read-only, so a frame can be shared without a copy.
    """

    labels: tuple[Labels, ...]
    timestamps: TimeArray
    values: FloatArray

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=np.float64)
        timestamps = np.asarray(self.timestamps, dtype=np.int64)
        if values.shape != (len(self.labels), len(timestamps)):
            raise ValueError(
                f"values have the shape {values.shape}, but there are {len(self.labels)} series "
                f"and {len(timestamps)} timestamps"
            )
        if len(timestamps) > 1 and not np.all(np.diff(timestamps) > 0):
            raise ValueError("timestamps must be strictly increasing")
        object.__setattr__(self, "labels", tuple(self.labels))
        object.__setattr__(self, "timestamps", _read_only(timestamps))
        object.__setattr__(self, "values", _read_only(values))

    @classmethod
    def empty(cls) -> "Frame":
        """Return a frame without series and without moments."""
        return cls((), np.empty(0, dtype=np.int64), np.empty((0, 0)))

    @classmethod
    def single(cls, timestamps: TimeArray, values: FloatArray, labels: Labels | None = None) -> "Frame":
        """Return a frame of one series."""
        return cls((labels or Labels(),), timestamps, np.asarray(values, dtype=np.float64)[np.newaxis, :])

    @property
    def series_count(self) -> int:
        """The number of series."""
        return len(self.labels)

    @property
    def point_count(self) -> int:
        """The number of moments."""
        return len(self.timestamps)

    @property
    def step_ms(self) -> int:
        """The usual distance of two moments in milliseconds, 0 where there are fewer than two."""
        return int(np.median(np.diff(self.timestamps))) if len(self.timestamps) > 1 else 0

    def columns(self, start: int, stop: int | None = None) -> "Frame":
        """Return the moments from position ``start`` to before ``stop``, as a view."""
        return Frame(self.labels, self.timestamps[start:stop], self.values[:, start:stop])

    def tail(self, points: int) -> "Frame":
        """Return the last ``points`` moments, as a view."""
        return self.columns(max(0, self.point_count - points))

    def between(self, start_ms: int, end_ms: int) -> "Frame":
        """Return the moments with ``start_ms <= t <= end_ms``, as a view."""
        first, last = np.searchsorted(self.timestamps, [start_ms, end_ms + 1])
        return self.columns(int(first), int(last))

    def rows(self, positions: Sequence[int]) -> "Frame":
        """Return the series at the given positions, in that order."""
        chosen = [int(position) for position in positions]
        return Frame(tuple(self.labels[i] for i in chosen), self.timestamps, self.values[chosen, :])

    def with_values(self, values: FloatArray) -> "Frame":
        """Return a frame of the same series and moments with other values."""
        return Frame(self.labels, self.timestamps, values)


def _read_only(array: NDArray[_Item]) -> NDArray[_Item]:
    view = array.view()
    view.flags.writeable = False
    return view
