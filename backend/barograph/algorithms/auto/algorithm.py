"""The default: looks at what each series does by itself, and tells once when it does something else."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.sampling import sample_rows
from barograph.algorithms.auto.gone import Gone
from barograph.algorithms.auto.habits import Habits
from barograph.algorithms.auto.known import Known
from barograph.algorithms.auto.misses import REACH_BACK
from barograph.algorithms.auto.newcomers import Newcomers
from barograph.algorithms.auto.promotion import Promotion, weigh
from barograph.algorithms.auto.shapes import Shapes
from barograph.algorithms.auto.strangeness import Strangeness
from barograph.algorithms.base import CostClass, Model, Progress, Traces, ignore_progress
from barograph.algorithms.parameters import check_range
from barograph.algorithms.seasons.calendars import find_zone
from barograph.domain import Frame, Scores

__all__ = ["Auto"]

_FIT_ROWS = 100
_CHUNK_VALUES = 1 << 17
_LEAST_POINTS = 60
_LEAST_KNOWN = 200
_KNOWN_SHARE = 0.25
_SURELY_KNOWN = 2_000
_SAMPLE_ROWS = 50
_Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Auto:
    """Learns level, season, trend and memory of each series, and tells what departs from them, once.

    Each series gets the simplest season and trend that foretell the last part of its history; counters are
    read as steps. What they leave over foretells itself 1, 24 and 96 points ahead (ridge regression). The
    alert signal is the rarest of five kinds of departure: a jump, unrest, a lasting departure, a standstill,
    and being near 0 where a series never was.
    How rare each is was learnt from the largest values of past blocks (extreme values, Coles 2001). The
    score for people is a steady mean of the errors 1 and 24 points ahead.

    Parameters:
        timezone: Time zone of the people or jobs that make the rhythm, such as `Europe/Berlin`.
        quiet_points: How many points a burst of strangeness is remembered, so that it is told once.
        costlier_series: Up to how many series a fit tries whether a costlier judge of shapes finds more.
    """

    name: ClassVar[str] = "auto"
    version: ClassVar[int] = 7
    cost: ClassVar[CostClass] = CostClass.MODERATE

    timezone: str = "UTC"
    quiet_points: int = 372
    costlier_series: int = 20

    def __post_init__(self) -> None:
        check_range("quiet_points", self.quiet_points, 40, 10_000)
        check_range("costlier_series", self.costlier_series, 0, 10_000)
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
        if np.isfinite(history.values).sum(axis=1).max(initial=0) < _LEAST_POINTS:
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
        promotion = self._weigh(history, is_known)
        shapes = self._shapes(joined, history, promotion.chosen)
        gone = Gone.fit(history.values, joined.is_counter)
        arrays = (
            joined.to_arrays() | _join(parts) | gone.to_arrays() | of_new.to_arrays() | shapes.to_arrays()
        )
        meta = joined.to_meta() | {"why": f"{joined.describe(is_known)}{promotion.describe()}."}
        return Model(self.name, self.version, history.labels, arrays | {"is_known": is_known}, meta)

    def _weigh(self, history: Frame, is_known: NDArray[np.bool_]) -> Promotion:
        """Find out who deserves the costlier judge, where there are few enough series to ask."""
        if history.series_count > self.costlier_series:
            return Promotion.nobody(history.series_count)
        promotion = weigh(history, self.timezone, self.quiet_points)
        return Promotion(promotion.without, np.where(is_known, promotion.gained, 0.0))

    def _shapes(self, habits: Habits, history: Frame, chosen: NDArray[np.bool_]) -> Shapes:
        if not chosen.any():
            return Shapes.nobody(history.series_count)
        return Shapes.fit(habits.read(history, self.timezone)[1].residual, chosen)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score the points: a steady score for people, an alert signal that tells a burst once."""
        return self.resume(model, window, window.point_count if last is None else last)[0]

    def resume(
        self, model: Model, window: Frame, last: int, traces: Traces | None = None
    ) -> tuple[Scores, Traces | None]:
        """Score the last points, going on from the traces of the points before; return those of these."""
        model = self._readable(model)
        wanted = min(last, window.point_count)
        near = window.tail(wanted + self.window_points - 1)
        rows = model.rows_of(near.labels)
        if model.labels:
            rows = np.where(model.arrays["is_known"][rows], rows, -1)
        found, known, left = _Board((len(rows), wanted)), self._known(model), None
        new, old = np.flatnonzero(rows < 0), np.flatnonzero(rows >= 0)
        if wanted and len(new):
            of_new = Newcomers.from_arrays(model.arrays)
            size = max(1, _CHUNK_VALUES // max(1, near.point_count))
            for part in (new[start : start + size] for start in range(0, len(new), size)):
                found.put(part, of_new.judge(near.values[part], self.quiet_points, wanted))
        if wanted and len(old) and known is not None:
            is_all = np.array_equal(rows, np.arange(len(model.labels)))
            own, seen = (known, near) if is_all else (known.rows(rows[old]), near.rows(old.tolist()))
            scores, left = own.resume(seen, wanted, traces)
            found.put(old, scores)
        return found.scores(), left

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        """Say which kind of departure a point is, how strange each kind was, and how the series is read."""
        model = self._readable(model)
        row, known = int(model.rows_of(window.labels)[series]), self._known(model)
        near = window.columns(0, point + 1).rows([series])
        if row < 0 or known is None or not model.arrays["is_known"][row]:
            return Newcomers.from_arrays(model.arrays).explain(near.values)
        return known.rows(np.array([row])).explain(near)

    def _readable(self, model: Model) -> Model:
        """Return the model, or one that knows nobody where another version of this algorithm fitted it."""
        return model if model.algorithm_version == self.version else Model(self.name, self.version, ())

    def _known(self, model: Model) -> Known | None:
        if not model.labels:
            return None
        return Known.from_model(model.arrays, model.meta, self.timezone, self.quiet_points)


class _Board:
    """Scores that are put together group by group."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._arrays = [np.full(shape, np.nan) for _ in range(6)]

    def put(self, rows: NDArray[np.intp], scores: Scores) -> None:
        found = (scores.score, scores.expected, scores.lower, scores.upper, scores.signal, scores.lasting)
        for own, part in zip(self._arrays, found, strict=True):
            if part is not None:
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
