"""Fixed bounds, given by people or learnt once from history."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.floors import fit_floor, row_medians, spread_of
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import FloatArray, Frame, Scores
from barograph.errors import ValidationFailed

__all__ = ["Threshold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A value outside fixed bounds; bounds that are not given are learnt from history.

    With a bound, a point scores 1 beyond it and 0 elsewhere. Without any, it is judged by the tails of its
    own history, the empirical way to set control limits (Montgomery, Introduction to Statistical Quality
    Control, 2012): the learnt bounds are the values that one calm point in a hundred thousand reaches.

    Parameters:
        lower: Least value that is fine; no value is too low if unset.
        upper: Largest value that is fine; no value is too high if unset.
    """

    name: ClassVar[str] = "threshold"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.STATELESS

    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        if self.lower is not None and self.upper is not None and self.lower >= self.upper:
            raise ValidationFailed(f"`lower` ({self.lower:g}) must be less than `upper` ({self.upper:g}).")

    @property
    def window_points(self) -> int:
        """The point itself."""
        return 1

    @property
    def history_points(self) -> int:
        """None where a bound is given."""
        return 0 if self._is_given else 1_000

    @property
    def _is_given(self) -> bool:
        return self.lower is not None or self.upper is not None

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn level, scale and tails of each series, and for new ones those of all series together."""
        values = finite_only(history.values)
        level, floor = row_medians(values), fit_floor(values)[:-1]
        scale = np.fmax(spread_of(values), floor)
        with np.errstate(invalid="ignore"):
            tails = TwoTails.fit((history.values - level[:, np.newaxis]) / scale[:, np.newaxis])
        progress(1.0)
        middle, usual = row_medians(np.array([level, scale]))
        between = spread_of(level[np.newaxis])[0]
        arrays = {"level": np.append(level, middle), "scale": np.append(scale, np.hypot(usual, between))}
        return Model(self.name, self.version, history.labels, tails.to_arrays() | arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the given bounds, or else by the tails of history."""
        part, _ = trim(window, last, 1)
        rows = model.rows_of(part.labels)
        level, scale = (
            model.arrays[name].astype(np.float64)[rows, np.newaxis] for name in ("level", "scale")
        )
        expected, scale = (np.broadcast_to(array, part.values.shape) for array in (level, scale))
        if self._is_given:
            return self._compare(part.values, expected)
        return TwoTails.from_arrays(model.arrays).rows(rows).judge(part.values, expected, scale)

    def _compare(self, values: FloatArray, expected: FloatArray) -> Scores:
        lower, upper = (np.nan if bound is None else bound for bound in (self.lower, self.upper))
        is_outside = (values < lower) | (values > upper)
        return Scores(
            score=np.where(np.isnan(values), np.nan, is_outside.astype(np.float64)),
            expected=np.fmax(np.fmin(expected, upper), lower),
            lower=np.full(values.shape, lower),
            upper=np.full(values.shape, upper),
        )
