"""What the algorithms share that compare a point with the points just before it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.floors import fit_floor, raise_to_floor
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["MIN_POINTS", "Windowed"]

MIN_POINTS = 8


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
        scale = raise_to_floor(expected, scale, floor[:-1])
        with np.errstate(invalid="ignore", over="ignore"):
            tails = TwoTails.fit((history.values - expected) / scale)
        progress(1.0)
        arrays = tails.to_arrays() | {"floor": floor}
        return Model(self.name, self.version, history.labels, arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from the window's expected value."""
        part, wanted = trim(window, last, self.window_points)
        values = part.values
        rows = model.rows_of(part.labels)
        expected, scale = self.baseline(finite_only(values), wanted)
        scale = raise_to_floor(expected, scale, model.arrays["floor"].astype(np.float64)[rows])
        tails = TwoTails.from_arrays(model.arrays).rows(rows)
        return tails.judge(values[:, values.shape[1] - wanted :], expected, scale)
