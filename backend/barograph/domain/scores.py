"""Scores: how strange each point of a frame is, and what was expected instead."""

from dataclasses import dataclass

import numpy as np

from barograph.domain.frame import FloatArray, Frame

__all__ = ["Scores"]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Arrays of a frame's shape; NaN means that there was not enough history to tell.

    ``score`` lies in 0..1, is smooth and made for people: higher is stranger, and the same score means
    the same rarity in every algorithm (see ``barograph.algorithms.calibration``). ``alert`` is the signal
    that policy acts on: the same scale, but a burst of strangeness shows once and not for hours. An
    algorithm without a signal of its own leaves ``alert`` out, and the score stands for it. One whose signal
    tells a burst once also says in ``lasting`` how strange each point is by itself, told before or not, so
    that strange points can be counted.
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

    @classmethod
    def unknown(cls, frame: Frame) -> "Scores":
        """Return scores that know nothing about the frame: all NaN."""
        nothing = np.full(frame.values.shape, np.nan)
        return cls(nothing, nothing, nothing, nothing)

    @property
    def signal(self) -> FloatArray:
        """What policy acts on: ``alert`` where the algorithm gives one, else ``score``."""
        return self.score if self.alert is None else self.alert

    def columns(self, start: int, stop: int | None = None) -> "Scores":
        """Return the moments from position ``start`` to before ``stop``, as views."""
        return Scores(
            self.score[:, start:stop],
            self.expected[:, start:stop],
            self.lower[:, start:stop],
            self.upper[:, start:stop],
            None if self.alert is None else self.alert[:, start:stop],
            None if self.lasting is None else self.lasting[:, start:stop],
        )

    def tail(self, points: int) -> "Scores":
        """Return the last ``points`` moments, as views."""
        return self.columns(max(0, self.score.shape[1] - points))
