"""Transforms of single values: logarithm, bounds, gaps."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import Frame
from barograph.sources.transforms.base import Reader

__all__ = ["ClipTransform", "LogTransform", "PreviousFill", "ZeroFill"]


@dataclass(frozen=True, slots=True)
class LogTransform:
    """The natural logarithm of a value and a constant."""

    add: float
    extra_points: int = 0

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return logarithms, NaN where there is none."""
        shifted = frame.values + self.add
        logs = np.full(shifted.shape, np.nan)
        return frame.with_values(np.log(shifted, out=logs, where=shifted > 0))


@dataclass(frozen=True, slots=True)
class ClipTransform:
    """Values held between bounds; a gap stays one."""

    lower: float | None
    upper: float | None
    extra_points: int = 0

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the bounded values."""
        return frame.with_values(np.clip(frame.values, self.lower, self.upper))


@dataclass(frozen=True, slots=True)
class ZeroFill:
    """A gap becomes zero, in every series that has a value in the frame."""

    extra_points: int = 0

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the frame without gaps."""
        return frame.with_values(np.where(np.isnan(frame.values), 0.0, frame.values))


@dataclass(frozen=True, slots=True)
class PreviousFill:
    """A gap of up to so many points takes the value before it; what is beyond stays a gap."""

    points: int

    @property
    def extra_points(self) -> int:
        """As far as a value is carried."""
        return self.points

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the frame with its short gaps filled."""
        columns = np.arange(frame.point_count)
        last = np.maximum.accumulate(np.where(np.isnan(frame.values), -1, columns), axis=1)
        is_near = (last >= 0) & (columns - last <= self.points)
        carried = np.take_along_axis(frame.values, np.maximum(last, 0), axis=1)
        return frame.with_values(np.where(is_near, carried, np.nan))
