"""A frame divided by another one."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import Frame, Labels
from barograph.errors import SourceRejectedQuery
from barograph.sources.transforms.base import Reader

__all__ = ["RatioTransform"]


@dataclass(frozen=True, slots=True)
class RatioTransform:
    """Each series divided by the one with the same labels, or else by the one without labels.

    That there is only one series is no reason to divide by it: others may come, and the past would change.
    """

    expression: str
    on: tuple[str, ...] | None
    extra_points: int = 0

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return ratios; NaN where there is nothing, or zero, to divide by."""
        other = read(self.expression)
        if not other.series_count:
            return frame.with_values(np.full(frame.values.shape, np.nan))
        rows = self._match(frame, other)
        divisors = np.where((rows >= 0)[:, np.newaxis], other.values[rows], np.nan)
        ratios = np.full(frame.values.shape, np.nan)
        return frame.with_values(np.divide(frame.values, divisors, out=ratios, where=divisors != 0))

    def _match(self, frame: Frame, other: Frame) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
        place: dict[Labels, int] = {}
        for row, labels in enumerate(other.labels):
            if place.setdefault(self._identity(labels), row) != row:
                raise SourceRejectedQuery(
                    f"`{self.expression}` has several series with the labels {self._identity(labels)}. "
                    "Aggregate it by the labels under `on`."
                )
        total = place.get(Labels(), -1) if self.on is None else -1
        found = (place.get(self._identity(labels), total) for labels in frame.labels)
        return np.fromiter(found, dtype=np.intp, count=frame.series_count)

    def _identity(self, labels: Labels) -> Labels:
        return labels.without("__name__") if self.on is None else labels.only(*self.on)
