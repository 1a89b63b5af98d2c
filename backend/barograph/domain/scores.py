"""Scores: how strange each point of a frame is, and what was expected instead."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from barograph.domain.frame import FloatArray, Frame

__all__ = ["Scores", "within"]


def within(expected: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Return the expected values, moved to the nearer end of their band where they lie outside of it."""
    is_outside = (expected < lower) | (expected > upper)
    return (
        np.where(is_outside, np.fmax(np.fmin(expected, upper), lower), expected)
        if is_outside.any()
        else expected
    )


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Arrays of a frame's shape; NaN means that there was not enough history to tell.

    ``score`` lies in 0..1, is smooth and made for people: higher is stranger, and the same score means
    the same rarity in every algorithm (see ``barograph.algorithms.rarity.calibration``). ``alert`` is the
    signal that policy acts on: the same scale, but a burst of strangeness shows once and not for hours. An
    algorithm without a signal of its own leaves ``alert`` out, and the score stands for it. One whose signal
    tells a burst once also says in ``lasting`` how strange each point is by itself, told before or not: by
    that, strange points are counted and an episode ends.

    The band holds the expected value: an algorithm may be off by so much that what it sees lies beside what
    it expects, and then the end of the band that is nearer stands for it.
    """

    score: FloatArray
    expected: FloatArray
    lower: FloatArray
    upper: FloatArray
    alert: FloatArray | None = None
    lasting: FloatArray | None = None

    def __post_init__(self) -> None:
        shape = self.score.shape
        for name in ("expected", "lower", "upper", "alert", "lasting"):
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                raise ValueError(f"{name} has the shape {array.shape}, but score has {shape}")
        object.__setattr__(self, "expected", within(self.expected, self.lower, self.upper))

    @classmethod
    def unknown(cls, frame: Frame) -> "Scores":
        """Return scores that know nothing about the frame: all NaN."""
        nothing = np.full(frame.values.shape, np.nan)
        return cls(nothing, nothing, nothing, nothing)

    @property
    def signal(self) -> FloatArray:
        """What policy acts on: ``alert`` where the algorithm gives one, else ``score``."""
        return self.score if self.alert is None else self.alert

    @property
    def size_bytes(self) -> int:
        """How much memory the arrays take."""
        extra = sum(array.nbytes for array in (self.alert, self.lasting) if array is not None)
        return self.score.nbytes + self.expected.nbytes + self.lower.nbytes + self.upper.nbytes + extra

    def each(self, change: Callable[[FloatArray], FloatArray]) -> "Scores":
        """Return scores in which every array was changed in the same way."""
        return Scores(
            change(self.score),
            change(self.expected),
            change(self.lower),
            change(self.upper),
            None if self.alert is None else change(self.alert),
            None if self.lasting is None else change(self.lasting),
        )

    def rows(self, positions: Sequence[int]) -> "Scores":
        """Return the scores of the series at the given positions, in that order."""
        chosen = list(positions)
        return self.each(lambda array: array[chosen])

    def columns(self, start: int, stop: int | None = None) -> "Scores":
        """Return the moments from position ``start`` to before ``stop``, as views."""
        return self.each(lambda array: array[:, start:stop])

    def tail(self, points: int) -> "Scores":
        """Return the last ``points`` moments, as views."""
        return self.columns(max(0, self.score.shape[1] - points))

    def followed_by(self, later: "Scores") -> "Scores":
        """Return these moments and then those of other scores of the same algorithm, as copies."""
        return Scores(
            np.hstack([self.score, later.score]),
            np.hstack([self.expected, later.expected]),
            np.hstack([self.lower, later.lower]),
            np.hstack([self.upper, later.upper]),
            None if self.alert is None or later.alert is None else np.hstack([self.alert, later.alert]),
            None
            if self.lasting is None or later.lasting is None
            else np.hstack([self.lasting, later.lasting]),
        )
