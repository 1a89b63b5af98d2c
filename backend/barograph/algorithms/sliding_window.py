"""How far a point lies outside the middle of the points before it, in quartile distances."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.rolling import rolling_quantiles
from barograph.algorithms.parameters import check_range
from barograph.algorithms.windowed import MIN_POINTS, Windowed
from barograph.domain import FloatArray

__all__ = ["SlidingWindow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlidingWindow(Windowed):
    """Distance from the median of a longer window, in distances between its quantiles.

    The fences of Tukey (Exploratory Data Analysis, 1977), whose width is learnt instead of set to 1.5
    quartile distances. Wider quantiles see bursts as part of what is normal.

    Parameters:
        share: Share of the window's values, at its middle, that set the scale; .5 are the quartiles.
    """

    name: ClassVar[str] = "sliding_window"

    window: int = 120
    share: float = 0.5

    def __post_init__(self) -> None:
        check_range("window", self.window, MIN_POINTS, 10_000)
        check_range("share", self.share, 0.1, 0.98)

    def baseline(self, values: FloatArray, last: int | None) -> tuple[FloatArray, FloatArray]:
        """Return the median, and the distance of the quantiles in standard deviations of a normal window."""
        low, high = (1 - self.share) / 2, (1 + self.share) / 2
        counts, found = rolling_quantiles(values, self.window, (low, 0.5, high), last)
        is_known = counts >= MIN_POINTS
        width = 2 * NormalDist().inv_cdf(high)
        scale = (found[..., 2] - found[..., 0]) / width
        return np.where(is_known, found[..., 1], np.nan), np.where(is_known, scale, np.nan)
