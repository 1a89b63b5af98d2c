"""Known series: judged by their own habits, and by how strange departures from them were so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.bursts import NOTABLE, tell_once
from barograph.algorithms.auto.compression import expand
from barograph.algorithms.auto.foresight import fill_gaps
from barograph.algorithms.auto.gone import Gone
from barograph.algorithms.auto.habits import Habits, Usual
from barograph.algorithms.auto.misses import GAP_REACH, REACH_BACK, Reading
from barograph.algorithms.auto.ranges import HOME_POINTS
from barograph.algorithms.auto.shapes import Shapes
from barograph.algorithms.auto.staying import BACK, carry_on
from barograph.algorithms.auto.strangeness import Strangeness, in_steps
from barograph.algorithms.auto.trail import Trail
from barograph.algorithms.base import Traces
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["SENTENCES", "Known"]

_GLANCE_POINTS = 24
_CHUNK_VALUES = 1 << 17
_STAYED = "stayed"
_ALARMING = DEFAULT_THRESHOLD * CERTAIN
SENTENCES = {
    "jump": "It moved in one step further from what its last points foretold than it does.",
    "unrest": "Over 16 points it moved less predictably from point to point than it does.",
    "departure": "Over 48 points it stayed further from what was foretold 24 points before than it does.",
    "standstill": "It has had the same value for longer than it does.",
    "gone": "It is 0 or nearly so, which it never was.",
    "shape": "The shape of its last 32 points is unlike those it has shown.",
}


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What a model knows about series that have a past, one row a series."""

    habits: Habits
    strangeness: Strangeness
    gone: Gone
    shapes: Shapes
    timezone: str
    quiet_points: int

    @classmethod
    def from_model(
        cls,
        arrays: Mapping[str, NDArray[np.generic]],
        meta: Mapping[str, object],
        timezone: str,
        quiet_points: int,
    ) -> "Known":
        """Return what the arrays and meta of a model hold."""
        habits, strangeness = Habits.from_model(arrays, meta), Strangeness.from_arrays(arrays)
        gone, shapes = Gone.from_arrays(arrays), Shapes.from_arrays(arrays)
        return cls(habits, strangeness, gone, shapes, timezone, quiet_points)

    @property
    def reach_points(self) -> int:
        """How many points before its own a judgement may depend on."""
        return self.quiet_points + REACH_BACK - 1

    def rows(self, positions: NDArray[np.intp] | slice) -> "Known":
        """Return what is known about these rows."""
        return Known(
            self.habits.rows(positions),
            self.strangeness.rows(positions),
            self.gone.rows(positions),
            self.shapes.rows(positions),
            self.timezone,
            self.quiet_points,
        )

    def judge(self, window: Frame, wanted: int) -> Scores:
        """Judge the last points by what they need; only what is notable is compared with all before."""
        return self.resume(window, wanted, None)[0]

    def resume(self, window: Frame, wanted: int, traces: Traces | None) -> tuple[Scores, Traces | None]:
        """Judge the last points, going on from the traces of the points before; return those of these."""
        before = None if traces is None else Trail.from_arrays(traces)
        measured = (
            self.rows(part)._measure(_rows_of(window, part), wanted, before and before.rows(part))
            for part in _parts_of(window.series_count, wanted + REACH_BACK)
        )
        found, trails = zip(*measured, strict=True)
        steady, lower, middle, upper, loudest, restless, away = map(np.concatenate, zip(*found, strict=True))
        alert = self._find_news(window, loudest, wanted)
        stayed = self._find_stayed(window, wanted) if traces is None else traces[_STAYED].astype(np.float64)
        carried = carry_on(away, stayed, self.quiet_points)
        staying = np.maximum(carried, restless)
        is_gap = np.isnan(window.values[:, -wanted:])
        score, told, lasting = (np.where(is_gap, np.nan, score_of(one)) for one in (steady, alert, staying))
        left = Trail.join(trails)
        return Scores(score, middle, lower, upper, told, lasting), left and left | {_STAYED: carried[:, -1]}

    def explain(self, window: Frame) -> dict[str, object]:
        """Say of the one series in the window which kind of departure its last point is."""
        reading, _, kinds = self._look(window.tail(1 + REACH_BACK), 1)
        scores = {name: float(score_of(kind)[0, 0]) for name, kind in zip(SENTENCES, kinds, strict=False)}
        strangest = max(scores, key=lambda name: scores[name])
        season = self.habits.profile.season_of(0)
        return {
            "kind": strangest,
            "says": SENTENCES[strangest],
            "scores": {name: round(score, 3) for name, score in scores.items()},
            "is_ordinary_value": bool(self.strangeness.ranges.is_ordinary(reading.residual[:, -1:])[0, 0]),
            "season": None if season is None else season.period,
            "reads": "steps" if self.habits.is_counter[0] else "values",
        }

    def _measure(
        self, window: Frame, wanted: int, before: Trail | None
    ) -> tuple[tuple[FloatArray, ...], Trail]:
        """Return the steady surprise, lower limit, expected value, upper limit, and the strangest kind.

        That is of all, of those that foresee nothing, and of all where the value is not an ordinary one.
        """
        near = window.tail(wanted + (REACH_BACK if before is None else GAP_REACH))
        usual, reading = self.habits.read(near, self.timezone, wanted)
        trail = self.strangeness.misses.follow(reading, wanted, before)
        steady = self.strangeness.misses.steady.surprise(trail.rarity, wanted)
        kinds = self._kinds(near, reading, trail, wanted)
        _, unrest, _, *others = kinds
        unrest = np.where(self.strangeness.misses.is_missing(trail, wanted), unrest, 0.0)
        loudest, restless = np.maximum.reduce(kinds), np.maximum.reduce([unrest, *others])
        away = self._away(reading, trail, loudest)
        band = self._band(usual, trail.foretold)
        return (steady, *band, loudest, restless, away), trail

    def _away(self, reading: Reading, trail: Trail, loudest: FloatArray) -> FloatArray:
        last, ranges = loudest.shape[1], self.strangeness.ranges
        is_away = ~ranges.is_ordinary(reading.residual[:, -last:])
        return np.where(ranges.is_home(trail.filled, last), BACK, np.where(is_away, loudest, 0.0))

    def _find_stayed(self, window: Frame, wanted: int) -> FloatArray:
        """Return what stayed of bursts up to the point before the last ones."""
        stayed = np.zeros(window.series_count)
        if wanted >= window.point_count:
            return stayed
        before = window.columns(0, window.point_count - wanted)
        _, reading = self.habits.read(before.tail(GAP_REACH + HOME_POINTS), self.timezone, 1)
        rows = np.flatnonzero(~self.strangeness.ranges.is_home(fill_gaps(reading.residual), 1)[:, 0])
        for part in _parts_of(len(rows), self.quiet_points + REACH_BACK):
            own, near = self.rows(rows[part]), before.rows(rows[part].tolist())
            stayed[rows[part]] = own._stayed(near.tail(self.quiet_points + REACH_BACK))
        return stayed

    def _stayed(self, near: Frame) -> FloatArray:
        reading, trail, kinds = self._look(near, min(self.quiet_points, near.point_count))
        away = self._away(reading, trail, np.maximum.reduce(kinds))
        return carry_on(away, np.zeros(len(away)), self.quiet_points)[:, -1]

    def _find_news(self, window: Frame, loudest: FloatArray, wanted: int) -> FloatArray:
        """Return what is told where something is notable.

        A glance at the points just before finds most of what is no news: more points can only find more.
        """
        alert = np.zeros(loudest.shape)
        notable = np.flatnonzero((loudest >= NOTABLE).any(axis=1))
        for points in (min(_GLANCE_POINTS, self.quiet_points), self.quiet_points):
            for part in _parts_of(len(notable), points + wanted + REACH_BACK):
                rows = notable[part]
                alert[rows] = self.rows(rows)._tell(window.rows(rows.tolist()), points, wanted)
            notable = notable[(alert[notable] > 0).any(axis=1)]
        return alert

    def _tell(self, window: Frame, points: int, wanted: int) -> FloatArray:
        """Return what is news at the last points, compared with so many points before."""
        near = window.tail(points + REACH_BACK + wanted - 1)
        *_, kinds = self._look(near, min(points + wanted, near.point_count))
        return tell_once(kinds, self.quiet_points, wanted)

    def _look(self, near: Frame, points: int) -> tuple[Reading, Trail, list[FloatArray]]:
        """Return how a window reads, its trail, and the surprise of each kind at its last points."""
        _, reading = self.habits.read(near, self.timezone, 1)
        trail = self.strangeness.misses.follow(reading, points, is_whole=False)
        return reading, trail, self._kinds(near, reading, trail, points)

    def _kinds(self, near: Frame, reading: Reading, trail: Trail, last: int) -> list[FloatArray]:
        """Return the surprise of each kind of departure, that of shapes where a series is judged by them."""
        kinds = [*self.strangeness.judge(reading, trail, last), self.gone.surprise(near.values, last)]
        if (self.shapes.places < 0).all():
            return kinds
        return [*kinds, in_steps(self.shapes.surprise(trail.filled, kinds[0].shape[1]))]

    def _band(self, usual: Usual, foreseen: FloatArray) -> list[FloatArray]:
        """Return the range that a value leaves by an alarming jump, and its middle."""
        half = self.strangeness.misses.reach(self.strangeness.peaks[0].level(_ALARMING))[:, np.newaxis]
        return [usual.expected + usual.scale * expand(foreseen + side * half) for side in (-1, 0, 1)]


def _parts_of(rows: int, points: int) -> Iterator[slice]:
    """Return groups of rows whose values fit in the caches of a processor."""
    size = max(1, _CHUNK_VALUES // max(1, points))
    return (slice(start, min(rows, start + size)) for start in range(0, rows, size))


def _rows_of(frame: Frame, part: slice) -> Frame:
    return Frame(frame.labels[part], frame.timestamps, frame.values[part])
