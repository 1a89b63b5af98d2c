"""What the algorithms share that compare a point with the points just before it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress
from barograph.algorithms.calibration import TwoTails
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rolling import finite_only
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["Windowed", "fit_floor"]

MIN_POINTS = 8
_FLOOR_OF_SPREAD = 0.05
_FLOOR_OF_LEVEL = 0.01
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Windowed(ABC):
    """Expected value and scale come from a short window, their calibration from history.

    Parameters:
        window: How many points before a point it is compared with.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.CHEAP

    window: int = 60

    def __post_init__(self) -> None:
        check_range("window", self.window, MIN_POINTS, 10_000)

    @abstractmethod
    def baseline(self, values: FloatArray, last: int | None) -> tuple[FloatArray, FloatArray]:
        """Return expected value and scale of the ``last`` points from those before them; NaN is unknown."""

    @property
    def window_points(self) -> int:
        """The window and the point itself."""
        return self.window + 1

    @property
    def history_points(self) -> int:
        """Enough to see a tail of one in a thousand."""
        return max(1_000, 4 * self.window)

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn how far calm points of each series stray from what their window tells."""
        floor = fit_floor(history.values)
        expected, scale = self.baseline(finite_only(history.values), None)
        scale = _raise_to_floor(expected, scale, floor[:-1])
        with np.errstate(invalid="ignore", over="ignore"):
            tails = TwoTails.fit((history.values - expected) / scale)
        progress(1.0)
        arrays = tails.to_arrays() | {"floor": floor}
        return Model(self.name, self.version, history.labels, arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from the window's expected value."""
        wanted = window.point_count if last is None else min(last, window.point_count)
        values = window.values[:, max(0, window.point_count - wanted - self.window) :]
        rows = model.rows_of(window.labels)
        expected, scale = self.baseline(finite_only(values), wanted)
        scale = _raise_to_floor(expected, scale, model.arrays["floor"].astype(np.float64)[rows])
        tails = TwoTails.from_arrays(model.arrays).rows(rows)
        return tails.judge(values[:, values.shape[1] - wanted :], expected, scale)


def fit_floor(values: FloatArray) -> FloatArray:
    """Return the least scale that makes sense for each series, and NaN for one that is not known.

    The median distance from the median is 0 on flat series, so the floor falls back on the standard
    deviation, then on the level: a series that never moved may move by a hundredth unnoticed.
    """
    known = finite_only(values)
    counts = np.maximum(np.isfinite(known).sum(axis=1), 1)
    ordered = np.sort(known, axis=1) if known.shape[1] else np.full((len(known), 1), np.nan)
    median = ordered[np.arange(len(known)), (counts - 1) // 2]
    distances = np.abs(known - median[:, np.newaxis])
    far = np.sort(distances, axis=1) if known.shape[1] else ordered
    robust = 1.4826 * far[np.arange(len(known)), (counts - 1) // 2]
    deviation = np.sqrt(np.nansum(distances**2, axis=1) / counts)
    spread = np.where(robust > 0, robust, deviation)
    floor = np.where(spread > 0, _FLOOR_OF_SPREAD * spread, _FLOOR_OF_LEVEL * np.abs(median))
    return np.append(np.where(np.isfinite(floor), np.maximum(floor, _TINY), np.nan), np.nan)


def _raise_to_floor(expected: FloatArray, scale: FloatArray, floor: FloatArray) -> FloatArray:
    own = np.maximum(_FLOOR_OF_LEVEL * 0.1 * np.abs(expected), _TINY)
    least = np.where(np.isfinite(floor)[:, np.newaxis], floor[:, np.newaxis], own)
    return np.maximum(scale, least)
