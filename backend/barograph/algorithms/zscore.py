"""How many standard deviations a point lies from the mean of the points before it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.moments import rolling_moments
from barograph.algorithms.windowed import MIN_POINTS, Windowed
from barograph.domain import FloatArray

__all__ = ["ZScore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZScore(Windowed):
    """Distance from the mean of the last points, in standard deviations.

    The control chart of Shewhart (Economic Control of Quality of Manufactured Product, 1931) on a moving
    window. Parameters are those of every windowed algorithm.

    >>> from barograph.domain import Frame
    >>> values = np.sin(np.arange(400.0) * 7)
    >>> values[-1] = 9
    >>> frame = Frame.single(np.arange(400) * 60_000, values)
    >>> algorithm = ZScore(window=30)
    >>> scores = algorithm.score(algorithm.fit(frame.columns(0, 300)), frame, last=2).score
    >>> [float(score) > 0.625 for score in scores[0]]
    [False, True]
    """

    name: ClassVar[str] = "zscore"

    def baseline(self, values: FloatArray, last: int | None) -> tuple[FloatArray, FloatArray]:
        """Return the mean and the standard deviation of the window."""
        moments = rolling_moments(values, self.window, last)
        is_known = moments.weight >= MIN_POINTS
        expected = np.where(is_known, moments.mean, np.nan)
        return expected, np.where(is_known, np.sqrt(moments.variance), np.nan)
