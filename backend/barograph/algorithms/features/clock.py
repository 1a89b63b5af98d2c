"""The clock: features of the calendar for windows of moments, which all series of a frame share."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from barograph.algorithms.features.calendar import CALENDAR_FEATURES
from barograph.algorithms.features.declared import FeatureSet
from barograph.domain import FloatArray, Frame
from barograph.errors import ValidationFailed

__all__ = ["Clock", "ClockReader"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads declared features of the calendar; without any it has no columns."""

    features: FeatureSet | None

    @classmethod
    def parse(cls, texts: tuple[str, ...], timezone: str) -> "Clock":
        """Read declared features; one that looks at values is refused."""
        for text in texts:
            if text.partition(":")[0] not in CALENDAR_FEATURES:
                raise ValidationFailed(
                    f"`{text}` is no feature of the calendar. There are {', '.join(CALENDAR_FEATURES)}.",
                    detail={"parameter": "features", "feature": text, "kinds": list(CALENDAR_FEATURES)},
                )
        return cls(FeatureSet.parse(texts, timezone) if texts else None)

    def windows(self, frame: Frame, points: int, last: int) -> FloatArray:
        """Return the ``last`` moments x points x columns, each with the points that end with it.

        Before the first moment of the frame the clock stands still at 0.
        """
        if self.features is None or not last:
            return np.empty((last, points, len(self.features.names) if self.features else 0))
        part = frame.tail(last + points - 1)
        shown = self.features.compute(Frame.single(part.timestamps, np.zeros(part.point_count)))[0]
        missing = max(0, last + points - 1 - part.point_count)
        padded = np.pad(shown, ((missing, 0), (0, 0)))
        found: FloatArray = sliding_window_view(padded, points, axis=0).transpose(0, 2, 1)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ClockReader:
    """Gives what the clock shows in some of many windows, of which each belongs to a moment."""

    clock: FloatArray
    moments: NDArray[np.intp]

    def __call__(self, part: slice) -> FloatArray:
        """Return windows x points x columns."""
        read: FloatArray = self.clock[self.moments[part]]
        return read
