"""Gone: a series that has never been near 0, and is now, point after point."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.arrays.trailing import run_lengths, trailing_mean
from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray

__all__ = ["Gone", "count_gone", "gone_surprise"]

_WINDOW_POINTS = 120  # the longest run, and as many points before it as tell that it is the first
_LONGEST = 48
_LEAST_POINTS = 40
_ALARMING_POINTS = 3
_NEARLY = 0.1
_SURE_POINTS = 12
_MOST_OUTAGES = 2
_OUTAGE_SHARE = 0.05
_APART = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Gone:
    """How rare it is that a series is nearly 0, one row a series: one among all its points.

    Nearly 0 is what is not above ``level``, a tenth of the least it ever was. An outage or two in history
    hide no other; where a series has been 0 more often or for long, or only rises, its other habits must
    tell. What falls to 0 step by step, as a rate over some minutes does, is nowhere far from the point
    before.
    """

    level: FloatArray
    rarity: FloatArray

    @classmethod
    def fit(cls, values: FloatArray, is_counter: NDArray[np.bool_]) -> "Gone":
        """Learn from each row; gaps do not count."""
        is_known, is_zero = np.isfinite(values), values == 0
        others = np.where(is_known & ~is_zero, values, np.nan)
        least = np.where(np.isnan(others), np.inf, others).min(axis=1, initial=np.inf)
        had_outages = _are_outages(is_zero, is_known) & (least >= _APART * row_medians(others))
        has_level = (least > 0) & np.isfinite(least) & ~is_counter
        has_level &= had_outages | ~is_zero.any(axis=1)
        level = np.where(has_level, _NEARLY * least, -np.inf)
        return cls(level, np.log10(np.maximum(is_known.sum(axis=1), 1)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Gone":
        """Return what ``to_arrays`` wrote."""
        return cls(*arrays["gone"].astype(np.float64, copy=False).T)

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the array to keep in a model: 16 bytes a series."""
        return {"gone": np.column_stack([self.level, self.rarity])}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Gone":
        """Return what was learnt about these rows."""
        return Gone(self.level[positions], self.rarity[positions])

    def surprise(self, values: FloatArray, last: int) -> FloatArray:
        """Return how rare it is that a series is nearly 0 at so many points in a row, for the last points."""
        surprise = np.zeros((len(values), min(last, values.shape[1])))
        rows = np.flatnonzero(self._is_gone(values[:, values.shape[1] - surprise.shape[1] :]).any(axis=1))
        if len(rows):
            there = self.rows(rows)
            run = run_lengths(there._is_gone(values[rows]), _SURE_POINTS, last)
            surprise[rows] = np.minimum(run * there.rarity[:, np.newaxis], CERTAIN)
        return surprise

    def _is_gone(self, values: FloatArray) -> NDArray[np.bool_]:
        return np.asarray((values <= self.level[:, np.newaxis]) & (values >= 0))


def _are_outages(is_zero: NDArray[np.bool_], is_known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell in which rows the zeros are so few times, and such a small share, that they are no habit."""
    begins = is_zero[:, 1:] & ~is_zero[:, :-1]
    times = begins.sum(axis=1) + is_zero[:, :1].sum(axis=1)
    return np.asarray(
        (times <= _MOST_OUTAGES) & (is_zero.sum(axis=1) <= _OUTAGE_SHARE * is_known.sum(axis=1))
    )


def gone_surprise(values: FloatArray, last: int | None = None) -> FloatArray:
    """Return how rare it is that a series is 0 at so many points in a row, and was not before.

    Of ``n`` points none was 0, so the next is with one in ``n + 1``, and so is each after it. That holds
    however noisy a series is, which in a short window may let 0 look near.
    """
    is_zero = values == 0
    run = run_lengths(is_zero, _LONGEST, last)
    wanted = run.shape[1]
    zeros = _count(is_zero, wanted)
    others = _count(np.isfinite(values) & ~is_zero, wanted)
    is_first = (run > 0) & (zeros == run) & (others >= _LEAST_POINTS)
    return np.where(is_first, run * np.log10(others + 1), 0.0)


def count_gone(values: FloatArray) -> int:
    """Count how often series were gone for some points."""
    run = run_lengths(values == 0, _LONGEST)
    return int(((run == _ALARMING_POINTS) & (gone_surprise(values) > 0)).sum())


def _count(is_so: NDArray[np.bool_], last: int) -> FloatArray:
    counts: FloatArray = np.rint(
        trailing_mean(is_so.astype(np.float64), _WINDOW_POINTS, last) * _WINDOW_POINTS
    )
    return counts
