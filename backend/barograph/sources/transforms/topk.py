"""The series that vary most, chosen so that the choice does not depend on who looks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame
from barograph.sources.transforms.base import Reader

__all__ = ["TopKTransform"]


@dataclass(frozen=True, slots=True)
class TopKTransform:
    """Keeps the ``k`` series with the largest variance in the block of time before the point's own.

    Blocks lie on the clock (``over_ms`` long, counted from the epoch), so every window that holds a
    point, and the blocks before it, makes the same choice. Series that are not chosen are gaps there.
    """

    k: int
    over_ms: int
    step_ms: int

    @property
    def extra_points(self) -> int:
        """The rest of a point's own block and the whole one before."""
        return 2 * (self.over_ms // self.step_ms) - 1

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the frame with gaps where a series is not chosen."""
        values = np.full(frame.values.shape, np.nan)
        blocks = frame.timestamps // self.over_ms
        for block in np.unique(blocks):
            columns, before = blocks == block, blocks == block - 1
            chosen = self._choose(frame.values[:, before])
            values[np.ix_(chosen, columns)] = frame.values[np.ix_(chosen, columns)]
        return frame.with_values(values)

    def _choose(self, past: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the rows that varied most; equal ones in the order of their labels."""
        count = (~np.isnan(past)).sum(axis=1)
        mean = np.nansum(past, axis=1) / np.maximum(count, 1)
        spread = np.nansum((past - mean[:, np.newaxis]) ** 2, axis=1) / np.maximum(count, 1)
        spread[count == 0] = -1.0
        order = np.argsort(-spread, kind="stable")[: self.k]
        return np.sort(order[spread[order] >= 0])
