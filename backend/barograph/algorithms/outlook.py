"""An outlook: what series are expected to do later, and when they reach a limit."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from barograph.algorithms.base import Model
from barograph.domain import FloatArray, Frame, Labels, TimeArray

__all__ = ["Foreteller", "Outlook"]


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Expected values and their bounds at moments to come, one row a series."""

    labels: tuple[Labels, ...]
    timestamps: TimeArray
    expected: FloatArray
    lower: FloatArray
    upper: FloatArray

    def row(self, position: int) -> "Outlook":
        """Return the outlook of one series."""
        only = slice(position, position + 1)
        return Outlook(
            self.labels[only], self.timestamps, self.expected[only], self.lower[only], self.upper[only]
        )

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
