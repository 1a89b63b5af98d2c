"""How far a point lies from an average that forgets."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.moments import rolling_moments
from barograph.algorithms.parameters import check_range
from barograph.algorithms.windowed import MIN_POINTS, Windowed
from barograph.domain import FloatArray

__all__ = ["Ewma"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ewma(Windowed):
    """Distance from the exponentially weighted average of the last points, in weighted deviations.

    The chart of Roberts (Control Chart Tests Based on Geometric Moving Averages, 1959) with a weighted
    variance, cut off at the window, so that it can be replayed from any moment. It follows a drifting
    level faster than a plain window and forgets an incident sooner.

    Parameters:
        half_life: After how many points a point counts for half.
    """

    name: ClassVar[str] = "ewma"

    window: int = 120
    half_life: float = 20.0

    def __post_init__(self) -> None:
        check_range("window", self.window, MIN_POINTS, 10_000)
        check_range("half_life", self.half_life, 1, self.window)

    def baseline(self, values: FloatArray, last: int | None) -> tuple[FloatArray, FloatArray]:
        """Return the weighted mean and standard deviation of the window."""
        decay = 0.5 ** (1 / self.half_life)
        moments = rolling_moments(values, self.window, last, decay)
        least = (1 - decay**MIN_POINTS) / (1 - decay)
        is_known = moments.weight >= 0.5 * least
        expected = np.where(is_known, moments.mean, np.nan)
        return expected, np.where(is_known, np.sqrt(moments.variance), np.nan)
