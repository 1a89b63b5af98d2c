"""The default: looks at what each series does by itself, and tells once when it does something else."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress
from barograph.algorithms.bursts import NOTABLE, tell_once
from barograph.algorithms.calendars import find_zone
from barograph.algorithms.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.compression import expand
from barograph.algorithms.habits import Habits
from barograph.algorithms.newcomers import Newcomers
from barograph.algorithms.parameters import check_range
from barograph.algorithms.sampling import sample_rows
from barograph.algorithms.strangeness import REACH_BACK, Strangeness
from barograph.algorithms.tails import CERTAIN
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["Auto"]

_FIT_ROWS = 100
_SCORE_ROWS = 64
_LEAST_POINTS = 60
_LEAST_KNOWN = 40
_KNOWN_SHARE = 0.25
_SURELY_KNOWN = 2_000
_SAMPLE_ROWS = 50
_ALARMING = DEFAULT_THRESHOLD * CERTAIN
_Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Auto:
    """Learns level, season, trend and memory of each series, and tells what departs from them, once.

    Each series gets the simplest season and trend that foretell the last part of its history; counters are
    read as steps. What they leave over foretells itself 1, 24 and 96 points ahead (ridge regression). The
    alert signal is the rarest of four kinds of departure: a jump, unrest, a lasting departure, a standstill.
    How rare each is was learnt from the largest values of past blocks (extreme values, Coles 2001). The
    score for people is a steady mean of the errors 24 points ahead.

    Parameters:
        timezone: Time zone of the people or jobs that make the rhythm, such as `Europe/Berlin`.
        quiet_points: How many points a burst of strangeness is remembered, so that it is told once.
    """

    name: ClassVar[str] = "auto"
    version: ClassVar[int] = 2
    cost: ClassVar[CostClass] = CostClass.MODERATE

    timezone: str = "UTC"
    quiet_points: int = 372

    def __post_init__(self) -> None:
        check_range("quiet_points", self.quiet_points, 40, 10_000)
        find_zone(self.timezone)

    @property
    def window_points(self) -> int:
        """The time a burst is remembered, and what its first point is measured by."""
        return self.quiet_points + REACH_BACK

    @property
    def history_points(self) -> int:
        """Two weeks of points at five minutes."""
        return 4_032

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn the habits of each series, and how rare each kind of departure from them is."""
        rows = history.series_count
        if not rows or history.point_count < _LEAST_POINTS:
            meta: dict[str, object] = {"why": "There is too little history: the points just before must do."}
            return Model(self.name, self.version, (), {}, meta)
        habits, parts = [], []
        for start in range(0, rows, _FIT_ROWS):
            chunk = history.rows(range(start, min(rows, start + _FIT_ROWS)))
            habit, reading = Habits.fit(chunk, self.timezone)
            habits.append(habit)
            parts.append(Strangeness.fit(reading).to_arrays())
            progress(min(1.0, (start + _FIT_ROWS) / rows))
        joined = Habits.join(habits)
        is_known = _find_known(history)
        of_new = Newcomers.fit(history.values[sample_rows(history.labels, _SAMPLE_ROWS)])
        arrays = joined.to_arrays() | _join(parts) | of_new.to_arrays() | {"is_known": is_known}
        meta = joined.to_meta() | {"why": joined.describe(is_known)}
        return Model(self.name, self.version, history.labels, arrays, meta)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score the points: a steady score for people, an alert signal that tells a burst once."""
        wanted = window.point_count if last is None else min(last, window.point_count)
        near = window.tail(wanted + self.window_points - 1)
        rows = model.rows_of(near.labels)
        if model.labels:
            rows = np.where(model.arrays["is_known"][rows], rows, -1)
        of_new = Newcomers.from_arrays(model.arrays)
        found = _Board((len(rows), wanted))
        for start in range(0, len(rows), _SCORE_ROWS):
            part = np.arange(start, min(len(rows), start + _SCORE_ROWS))
            new, known = part[rows[part] < 0], part[rows[part] >= 0]
            if len(new):
                found.put(new, of_new.judge(near.values[new], self.quiet_points).tail(wanted))
            if len(known) and wanted:
                found.put(known, self._judge(model, rows[known], near.rows(known.tolist()), wanted))
        return found.scores()

    def _judge(self, model: Model, rows: NDArray[np.intp], window: Frame, wanted: int) -> Scores:
        """Judge the wanted points by what they need; only what is notable is compared with all before."""
        habits = Habits.from_model(model.arrays, model.meta).rows(rows)
        strangeness = Strangeness.from_arrays(model.arrays).rows(rows)
        brief = window.tail(wanted + REACH_BACK)
        expected, reading = habits.read(brief, self.timezone)
        errors = strangeness.errors(reading)
        loudest = np.maximum.reduce(strangeness.judge(reading, errors))[:, -wanted:]
        alert = np.zeros(loudest.shape)
        notable = np.flatnonzero((loudest >= NOTABLE).any(axis=1))
        if len(notable):
            part = window.rows(notable.tolist())
            alert[notable] = self._tell(habits.rows(notable), strangeness.rows(notable), part)[:, -wanted:]
        guess = np.nan_to_num(strangeness.foresee(reading))
        half = strangeness.usual[:, :1] * strangeness.peaks[0].level(_ALARMING)[:, np.newaxis]
        lower, middle, upper = (
            (expected + habits.scale[:, np.newaxis] * expand(guess + side * half))[:, -wanted:]
            for side in (-1, 0, 1)
        )
        is_gap = np.isnan(window.values[:, -wanted:])
        score = score_of(strangeness.smoothed(errors)[:, -wanted:])
        return Scores(
            np.where(is_gap, np.nan, score), middle, lower, upper, np.where(is_gap, np.nan, score_of(alert))
        )

    def _tell(self, habits: Habits, strangeness: Strangeness, window: Frame) -> FloatArray:
        _, reading = habits.read(window, self.timezone)
        return tell_once(strangeness.judge(reading, strangeness.errors(reading)), self.quiet_points)


class _Board:
    """Scores that are put together group by group."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._arrays = [np.full(shape, np.nan) for _ in range(5)]

    def put(self, rows: NDArray[np.intp], scores: Scores) -> None:
        found = (scores.score, scores.expected, scores.lower, scores.upper, scores.signal)
        for own, part in zip(self._arrays, found, strict=True):
            own[rows] = part

    def scores(self) -> Scores:
        return Scores(*self._arrays)


def _join(parts: list[_Arrays]) -> _Arrays:
    """Put arrays of groups of rows together; what all rows share is the same in each group."""
    return {name: np.concatenate([other[name] for other in parts]) for name in parts[0]}


def _find_known(history: Frame) -> NDArray[np.bool_]:
    """Tell which series have a past of their own to be judged by: much of what the longest has."""
    counts = np.isfinite(history.values).sum(axis=1)
    least = min(_KNOWN_SHARE * counts.max(initial=0), _SURELY_KNOWN)
    return np.asarray(counts >= max(least, _LEAST_KNOWN))
