"""An outlook: what series are expected to do later, and when they reach a limit."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import FloatArray, Labels, TimeArray

__all__ = ["Outlook"]


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Expected values and their bounds at moments to come, one row a series."""

    labels: tuple[Labels, ...]
    timestamps: TimeArray
    expected: FloatArray
    lower: FloatArray
    upper: FloatArray

    def first_reach(self, limit: float) -> list[int | None]:
        """Return when each series is expected to reach a limit from its side, None if it does not."""
        reached: list[int | None] = []
        for row in self.expected:
            beyond = row >= limit if len(row) and row[0] < limit else row <= limit
            reached.append(int(self.timestamps[np.argmax(beyond)]) if beyond.any() else None)
        return reached
