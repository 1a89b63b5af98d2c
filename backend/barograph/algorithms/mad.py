"""How far a point lies from the median of the points before it, in median absolute deviations."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.rolling import rolling_median_and_mad
from barograph.algorithms.windowed import MIN_POINTS, Windowed
from barograph.domain import FloatArray

__all__ = ["Mad"]

_NORMAL = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class Mad(Windowed):
    """Distance from the median of the last points, in median absolute deviations.

    Up to half of the window may be outliers without moving it (Iglewicz and Hoaglin, How to Detect and
    Handle Outliers, 1993). The scale has a floor taken from history: the median absolute deviation of a
    flat window is 0.
    """

    name: ClassVar[str] = "mad"

    def baseline(self, values: FloatArray, last: int | None) -> tuple[FloatArray, FloatArray]:
        """Return the median and the scaled median absolute deviation of the window."""
        counts, found = rolling_median_and_mad(values, self.window, last)
        is_known = counts >= MIN_POINTS
        expected = np.where(is_known, found[..., 0], np.nan)
        return expected, np.where(is_known, _NORMAL * found[..., 1], np.nan)
