"""Whether the level of a series has shifted: the recent points against those before them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

import numpy as np

from barograph.algorithms.arrays.floors import fit_floor, raise_to_floor, spread_of
from barograph.algorithms.arrays.moments import Moments, rolling_blocks
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import FloatArray, Frame, Scores
from barograph.errors import ValidationFailed

__all__ = ["Changepoint"]

_SHORTEST = 4
_LEAST_SPREAD = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changepoint:
    """A shift of the level that may have begun 4, 8, 16... points ago.

    The generalised likelihood ratio test over a bounded set of moments of change (Siegmund and Venkatraman,
    1995): for each, the mean of the points since is compared with the mean of the points before, in
    standard errors, against how far such means stray in history. A drift or a step too small for any
    single point shows; a short spike shows less than elsewhere. The band is that of the recent mean.

    Parameters:
        window: How many points are looked at, a power of two; the older half is always the past.
    """

    name: ClassVar[str] = "changepoint"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.CHEAP

    window: int = 128

    def __post_init__(self) -> None:
        check_range("window", self.window, 4 * _SHORTEST, 4_096)
        if self.window & (self.window - 1):
            raise ValidationFailed(f"`window` must be a power of two such as 64 or 128, not {self.window}.")

    @property
    def window_points(self) -> int:
        """The window, which ends with the point itself."""
        return self.window

    @property
    def history_points(self) -> int:
        """Enough to see how far means stray in calm times."""
        return max(4_000, 16 * self.window)

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn how far the recent mean strays from the past in calm times, for each moment of change."""
        floor = fit_floor(history.values)
        shifts = self._compare(history.values, floor[:-1], None)
        strays = [spread_of((shift.recent - shift.past) / shift.error) for shift in shifts]
        spread = np.fmax(np.stack(strays, axis=1), _LEAST_SPREAD)
        typical = np.median(spread, axis=0, keepdims=True) if len(spread) else np.ones((1, len(shifts)))
        chosen = _choose(shifts, spread)
        with np.errstate(invalid="ignore"):
            tails = TwoTails.fit((chosen.recent - chosen.past) / chosen.error)
        progress(1.0)
        arrays = tails.to_arrays()
        arrays |= {"floor": floor, "spread": np.concatenate([spread, typical]).astype(np.float32)}
        return Model(self.name, self.version, history.labels, arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the largest shift among those that may have happened."""
        part, wanted = trim(window, last, self.window_points)
        rows = model.rows_of(part.labels)
        shifts = self._compare(part.values, model.arrays["floor"].astype(np.float64)[rows], wanted)
        chosen = _choose(shifts, model.arrays["spread"].astype(np.float64)[rows])
        newest = part.values[:, part.point_count - wanted :]
        recent = np.where(np.isfinite(newest), chosen.recent, newest)
        return TwoTails.from_arrays(model.arrays).rows(rows).judge(recent, chosen.past, chosen.error)

    def _compare(self, values: FloatArray, floor: FloatArray, last: int | None) -> list["_Shift"]:
        """Split the window at each moment of change, the own point included in what is recent."""
        sizes = [_SHORTEST, *(_SHORTEST << step for step in range(self._splits))]
        padded = np.pad(finite_only(values), ((0, 0), (0, 1)), constant_values=np.nan)
        blocks = rolling_blocks(padded, sizes, values.shape[1] if last is None else last)
        if last is None:
            blocks = [
                block.apply(lambda part: part[:, part.shape[1] - values.shape[1] :]) for block in blocks
            ]
        pasts = list(accumulate(reversed(blocks[1:]), lambda older, newer: newer.with_older(older, 1.0)))[
            ::-1
        ]
        recents = accumulate(blocks[:-1], lambda newer, older: newer.with_older(older, 1.0))
        return [_shift(recent, past, floor) for recent, past in zip(recents, pasts, strict=True)]

    @property
    def _splits(self) -> int:
        return self.window.bit_length() - _SHORTEST.bit_length()


@dataclass(frozen=True, slots=True, eq=False)
class _Shift:
    """The means on both sides of a moment of change, and the standard error of their difference."""

    recent: FloatArray
    past: FloatArray
    error: FloatArray


def _shift(recent: Moments, past: Moments, floor: FloatArray) -> _Shift:
    is_known = (recent.weight >= _SHORTEST // 2) & (past.weight >= 2 * _SHORTEST)
    deviation = raise_to_floor(past.mean, np.sqrt(past.variance), floor)
    error = deviation * np.sqrt(1 / np.maximum(recent.weight, 1) + 1 / np.maximum(past.weight, 1))
    return _Shift(*(np.where(is_known, part, np.nan) for part in (recent.mean, past.mean, error)))


def _choose(shifts: Sequence[_Shift], spread: FloatArray) -> _Shift:
    """Take the shift that is largest by its own measure; its error becomes that measure."""
    best = _Shift(shifts[0].recent, shifts[0].past, shifts[0].error * spread[:, :1])
    for number, shift in enumerate(shifts[1:], start=1):
        error = shift.error * spread[:, number : number + 1]
        is_larger = ~(
            np.abs(shift.recent - shift.past) / error <= np.abs(best.recent - best.past) / best.error
        )
        is_larger &= np.isfinite(error)
        best = _Shift(
            np.where(is_larger, shift.recent, best.recent),
            np.where(is_larger, shift.past, best.past),
            np.where(is_larger, error, best.error),
        )
    return best
