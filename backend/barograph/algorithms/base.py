"""The contract of every algorithm."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame, Labels, Scores

__all__ = [
    "Algorithm",
    "Comparing",
    "CostClass",
    "Explaining",
    "Model",
    "Progress",
    "Resuming",
    "Traces",
    "compares_series",
    "go_on",
    "ignore_progress",
    "trim",
]

Progress = Callable[[float], None]
Traces = Mapping[str, NDArray[np.generic]]
"""What an algorithm derived from the points before, by name; the first axis of each array is the series."""


def ignore_progress(_share: float) -> None:
    """Take note of how far a fit is, 0..1, and do nothing with it."""


class CostClass(StrEnum):
    """How much a fit and a tick cost, so that a schedule can be refused politely."""

    STATELESS = "stateless"
    CHEAP = "cheap"
    MODERATE = "moderate"
    EXPENSIVE = "expensive"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The immutable result of a fit, one entry per series: arrays and plain JSON values, nothing else.

    Whatever an algorithm learnt stands in ``arrays`` (first axis: the series, where it has one) and
    ``meta`` (JSON). So a model is saved and loaded without running code from a file. ``labels`` tells
    which row belongs to which series; a series that is not in it is new since the fit.
    """

    algorithm: str
    algorithm_version: int
    labels: tuple[Labels, ...]
    arrays: dict[str, NDArray[np.generic]] = field(default_factory=dict)
    meta: dict[str, object] = field(default_factory=dict)

    def rows_of(self, labels: tuple[Labels, ...]) -> NDArray[np.intp]:
        """Return the row of each series in this model, -1 for a series it has not seen."""
        if labels == self.labels:
            return np.arange(len(labels), dtype=np.intp)
        position = {own: row for row, own in enumerate(self.labels)}
        return np.array([position.get(wanted, -1) for wanted in labels], dtype=np.intp)


@runtime_checkable
class Algorithm(Protocol):
    """Learns from history, then scores windows: a pure function of a model and the last W points.

    The constructor's signature is the parameter schema: keyword arguments with defaults and plain types.
    ``score`` answers for every point of the window it is given, or for its ``last`` points alone, which is
    what a tick pays for. The answer for a point depends only on the model and on that point and the
    ``window_points - 1`` points before it. Points with fewer points before them in the window get whatever
    those allow, or NaN.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    cost: ClassVar[CostClass]

    @property
    def window_points(self) -> int:
        """W: how many points a score may depend on, its own point included."""
        ...

    @property
    def history_points(self) -> int:
        """How many points a fit wants; 0 for an algorithm that needs no fit."""
        ...

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn from history; the same history and seed give the same model.

        A long fit tells its progress now and then; what ``progress`` raises ends the fit.
        """
        ...

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score the ``last`` points of the window, or all of them; never change the window."""
        ...


def trim(window: Frame, last: int | None, window_points: int) -> tuple[Frame, int]:
    """Return the part of a window that its ``last`` points depend on, and how many points that is for."""
    wanted = window.point_count if last is None else max(0, min(last, window.point_count))
    return window.tail(wanted + window_points - 1 if wanted else 0), wanted


@runtime_checkable
class Comparing(Protocol):
    """An algorithm that may judge a series by the others beside it; all others score each one alone."""

    @property
    def compares(self) -> bool:
        """Whether it does so with its parameters: then it must see all series for the score of one."""
        ...


def compares_series(algorithm: Algorithm) -> bool:
    """Tell whether the scores of one series depend on which others are in the window."""
    return isinstance(algorithm, Comparing) and algorithm.compares


@runtime_checkable
class Explaining(Protocol):
    """An algorithm that can say more about a strange point than its score."""

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        """Say in JSON values what made the point at this row and column of the window strange."""
        ...


@runtime_checkable
class Resuming(Protocol):
    """An algorithm that goes on from what it derived from the points before, instead of deriving it again."""

    def resume(
        self, model: Model, window: Frame, last: int, traces: Traces | None = None
    ) -> tuple[Scores, Traces | None]:
        """Score the last points as ``score`` does, and return the traces for the points that follow.

        ``traces`` are those that this returned for the same model, and for a window of the same series and
        points that ended ``last`` points before. Without them all is derived from the window.
        """
        ...


def go_on(
    algorithm: Algorithm, model: Model, window: Frame, last: int, traces: Traces | None
) -> tuple[Scores, Traces | None]:
    """Score the last points, from traces of the points before where the algorithm leaves any."""
    if isinstance(algorithm, Resuming):
        return algorithm.resume(model, window, last, traces)
    return algorithm.score(model, window, last=last), None
