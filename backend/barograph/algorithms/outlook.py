"""An outlook: what series are expected to do later, and when they reach a limit."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from barograph.algorithms.base import Model
from barograph.domain import FloatArray, Frame, Labels, TimeArray, within

__all__ = ["Foreteller", "Outlook"]


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Expected values and their bounds at moments to come, one row a series.

    ``least`` and ``most`` are what each series was at the least and at the most as long as it is known, NaN
    where nothing is. The bounds hold the expected value.
    """

    labels: tuple[Labels, ...]
    timestamps: TimeArray
    expected: FloatArray
    lower: FloatArray
    upper: FloatArray
    least: FloatArray
    most: FloatArray

    def __post_init__(self) -> None:
        object.__setattr__(self, "expected", within(self.expected, self.lower, self.upper))

    def row(self, position: int) -> "Outlook":
        """Return the outlook of one series."""
        only = slice(position, position + 1)
        bounds = self.lower[only], self.upper[only]
        known = self.least[only], self.most[only]
        return Outlook(self.labels[only], self.timestamps, self.expected[only], *bounds, *known)

    def kept_to(self, floor: FloatArray, ceiling: FloatArray) -> "Outlook":
        """Return the outlook in which nothing leaves what is possible for each series."""
        ends = floor[:, np.newaxis], ceiling[:, np.newaxis]
        expected, lower, upper = (np.clip(part, *ends) for part in (self.expected, self.lower, self.upper))
        return Outlook(self.labels, self.timestamps, expected, lower, upper, self.least, self.most)

    def first_reach(self, limit: float) -> list[int | None]:
        """Return when each series is expected to reach a limit from its side, None if it does not."""
        reached: list[int | None] = []
        for row in self.expected:
            beyond = row >= limit if len(row) and row[0] < limit else row <= limit
            reached.append(int(self.timestamps[np.argmax(beyond)]) if beyond.any() else None)
        return reached


@runtime_checkable
class Foreteller(Protocol):
    """An algorithm that can look further ahead than one point."""

    def outlook_points(self, step_ms: int) -> int:
        """Return how many points before now it looks at."""
        ...

    def forecast_at(self, model: Model, window: Frame, moments: TimeArray) -> Outlook:
        """Tell what to expect at moments after the window, and within which bounds."""
        ...
