"""The words of policy: points, decisions, their reasons, and the contract of a stage."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from barograph.domain import AnomalyChange, FloatArray, Frame, Labels, Scores, TimeArray

__all__ = ["BoolArray", "Decision", "Doubt", "Outcome", "Points", "Reason", "Stage"]

BoolArray = NDArray[np.bool_]

Doubt = Callable[[Sequence[Labels], TimeArray], BoolArray]
"""Says where the values of series can't be believed, as series by time."""


def _doubt_nothing(labels: Sequence[Labels], times: TimeArray) -> BoolArray:
    return np.zeros((len(labels), len(times)), dtype=np.bool_)


class Reason(StrEnum):
    """Why policy did what it did, in words that people and programs can read."""

    STRANGE_POINTS = "strange_points"
    DATA_MISSING = "data_missing"
    STRANGER_THAN_BEFORE = "stranger_than_before"
    STILL_STRANGE = "still_strange"
    CALM_AGAIN = "calm_again"
    SERIES_GONE = "series_gone"
    SUPPRESSED = "suppressed"
    WRONG_DIRECTION = "wrong_direction"
    SMALL_DEVIATION = "small_deviation"
    OUT_OF_RANGE = "out_of_range"
    WARMING_UP = "warming_up"
    IN_CALENDAR = "in_calendar"
    DOUBTFUL_DATA = "doubtful_data"
    TOO_FEW_POINTS = "too_few_points"
    COOLING_DOWN = "cooling_down"
    OVER_BUDGET = "over_budget"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Some series with their scores, as far back as a decision looks. All arrays are series by time."""

    labels: tuple[Labels, ...]
    times: TimeArray
    values: FloatArray
    scores: Scores
    answered: BoolArray
    """Moments in which any series of the frame had a value, so that the source was not just down."""
    doubtful: BoolArray
    """Points that must neither open nor close anything, because what they come from was down."""

    @classmethod
    def of(
        cls,
        frame: Frame,
        scores: Scores,
        rows: NDArray[np.intp],
        absent: tuple[Labels, ...],
        doubt: Doubt | None = None,
    ) -> "Points":
        """Take the given rows of a frame, and add series that are not in it as rows without values."""
        labels = (*(frame.labels[row] for row in rows), *absent)
        nothing = np.full((len(absent), frame.point_count), np.nan)

        def pick(array: FloatArray) -> FloatArray:
            return np.concatenate((array[rows], nothing)) if absent else array[rows]

        return cls(
            labels,
            frame.timestamps,
            pick(frame.values),
            Scores(
                pick(scores.score),
                pick(scores.expected),
                pick(scores.lower),
                pick(scores.upper),
                None if scores.alert is None else pick(scores.alert),
                None if scores.lasting is None else pick(scores.lasting),
            ),
            np.asarray(np.isfinite(frame.values).any(axis=0)),
            (doubt or _doubt_nothing)(labels, frame.timestamps),
        )

    @staticmethod
    def could_open(scores: Scores, thresholds: FloatArray | float) -> BoolArray:
        """Tell which series have a point that is strange enough, news or not."""
        loud = scores.signal >= thresholds
        return np.asarray(
            (loud if scores.lasting is None else loud | (scores.lasting >= thresholds)).any(axis=1)
        )

    @property
    def known(self) -> BoolArray:
        """Where there is a value that can be believed, and enough history to judge it."""
        return np.isfinite(self.values) & np.isfinite(self.scores.signal) & ~self.doubtful


class Stage(Protocol):
    """One rule that says which points do not count as strange, and why."""

    reason: ClassVar[Reason]
    is_calm: ClassVar[bool]
    """Whether a point that this rule takes out counts as calm, so that it may close an episode."""

    def veto(self, points: Points, loud: BoolArray) -> BoolArray:
        """Return where a point does not count; only points that are ``loud`` need an answer."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """A strange point that did not open an episode, and the reason."""

    labels: Labels
    at_ms: int
    reason: Reason
    score: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What changed, in the order of time, and what was held back."""

    changes: tuple[AnomalyChange, ...] = ()
    decisions: tuple[Decision, ...] = field(default=())

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason was given, for metrics."""
        given = Counter(change.reason for change in self.changes)
        given.update(decision.reason.value for decision in self.decisions)
        return given
