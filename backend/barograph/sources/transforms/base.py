"""What a transform is: a pure function of a frame that says how many earlier points it looks at."""

from typing import Protocol

from barograph.domain import Frame

__all__ = ["FrameTransform", "Reader"]


class Reader(Protocol):
    """Reads another expression of the same source on the same grid."""

    def __call__(self, expression: str) -> Frame:
        """Return the frame of the expression at the moments of the frame in hand."""
        ...


class FrameTransform(Protocol):
    """Changes values, never the past: a point depends on itself and ``extra_points`` points before it."""

    @property
    def extra_points(self) -> int:
        """How many points before the first wanted one must be in the frame."""
        ...

    def apply(self, frame: Frame, read: Reader) -> Frame:
        """Return the changed frame, at the same moments."""
        ...
