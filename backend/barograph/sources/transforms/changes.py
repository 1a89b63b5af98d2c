"""Transforms that compare a point with an earlier one."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import Frame
from barograph.sources.transforms.base import Reader

__all__ = ["DeltaTransform", "RateTransform"]


@dataclass(frozen=True, slots=True)
class RateTransform:
    """The increase of a counter in a second; after a reset the counter is taken to have started at zero."""

    extra_points: int = 1

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the rate between each point and the one before it."""
        rates = np.full(frame.values.shape, np.nan)
        before, now = frame.values[:, :-1], frame.values[:, 1:]
        seconds = np.diff(frame.timestamps) / 1000
        rates[:, 1:] = np.where(now >= before, now - before, now) / seconds
        rates[:, 1:][np.isnan(before)] = np.nan
        return frame.with_values(rates)


@dataclass(frozen=True, slots=True)
class DeltaTransform:
    """The difference to an earlier point."""

    points: int

    @property
    def extra_points(self) -> int:
        """As many as lie between the two."""
        return self.points

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the difference between each point and the one ``points`` earlier."""
        differences = np.full(frame.values.shape, np.nan)
        differences[:, self.points :] = frame.values[:, self.points :] - frame.values[:, : -self.points]
        return frame.with_values(differences)
