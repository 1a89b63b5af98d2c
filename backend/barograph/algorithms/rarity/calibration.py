"""Calibration: the same score means the same rarity in every algorithm.

``surprise = -log10 p``, where p is the probability that a calm point of the series is at least this strange,
and ``score = clip(surprise / 8, 0, 1)``: .375 is one point in a thousand, .5 one in ten thousand, .625 one
in a hundred thousand, which is the default threshold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.rarity.tails import CERTAIN, Tail, TailParts, measure_tail
from barograph.domain import FloatArray, Scores

__all__ = ["DEFAULT_THRESHOLD", "TwoTails", "measure_tails", "rate_of", "score_of"]

DEFAULT_THRESHOLD = 0.625
_TWO_SIDES = float(np.log10(2.0))


def score_of(surprise: FloatArray) -> FloatArray:
    """Return the score of a surprise; NaN stays NaN."""
    score: FloatArray = np.clip(surprise / CERTAIN, 0.0, 1.0)
    return score


def rate_of(score: float) -> float:
    """Return the share of calm points that reach a score.

    >>> f"{rate_of(0.375):.3f}"
    '0.001'
    """
    return float(10.0 ** (-CERTAIN * score))


def measure_tails(deviations: FloatArray, floor: float = 0.05) -> tuple[TailParts, TailParts]:
    """Measure the tails above and below, for a history that comes in groups of rows."""
    return measure_tail(deviations, floor), measure_tail(-deviations, floor)


@dataclass(frozen=True, slots=True, eq=False)
class TwoTails:
    """The tails of signed deviations on both sides of the expected value."""

    up: Tail
    down: Tail

    @classmethod
    def fit(cls, deviations: FloatArray, floor: float = 0.05) -> "TwoTails":
        """Learn both tails of each row, and of the typical row for series that are not known."""
        return cls(Tail.fit(deviations, floor), Tail.fit(-deviations, floor))

    @classmethod
    def gather(cls, measured: Sequence[tuple[TailParts, TailParts]]) -> "TwoTails":
        """Put together what ``measure_tails`` found in groups of rows, one after the other."""
        return cls(Tail.gather([up for up, _ in measured]), Tail.gather([down for _, down in measured]))

    @classmethod
    def normal(cls, rows: int) -> "TwoTails":
        """Return the tails of a standard normal distribution, for what has no history."""
        return cls(Tail.normal(rows), Tail.normal(rows))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "TwoTails":
        """Return the tails that ``to_arrays`` wrote."""
        return cls(Tail.from_arrays(arrays, "up"), Tail.from_arrays(arrays, "down"))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: 96 bytes a series."""
        return self.up.to_arrays("up") | self.down.to_arrays("down")

    def rows(self, positions: NDArray[np.intp]) -> "TwoTails":
        """Return the tails at these rows; -1 stands for a series that is not known."""
        return TwoTails(self.up.rows(positions), self.down.rows(positions))

    def with_last(self, last: "TwoTails") -> "TwoTails":
        """Return these tails with others for series that are not known."""
        return TwoTails(self.up.with_last(last.up), self.down.with_last(last.down))

    def surprise(self, deviations: FloatArray) -> FloatArray:
        """Return ``-log10 p`` of a deviation this large on either side."""
        larger = np.maximum(self.up.surprise(deviations), self.down.surprise(-deviations))
        surprise: FloatArray = np.maximum(larger - _TWO_SIDES, 0.0)
        return surprise

    def judge(self, values: FloatArray, expected: FloatArray, scale: FloatArray) -> Scores:
        """Score values by their distance from the expected ones in scales; the band ends at the threshold."""
        with np.errstate(invalid="ignore", over="ignore"):
            deviations = (values - expected) / scale
        surprise = DEFAULT_THRESHOLD * CERTAIN + _TWO_SIDES
        return Scores(
            score=score_of(self.surprise(deviations)),
            expected=expected,
            lower=expected - self.down.level(surprise)[:, np.newaxis] * scale,
            upper=expected + self.up.level(surprise)[:, np.newaxis] * scale,
        )
