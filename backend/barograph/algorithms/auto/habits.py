"""Habits: what a series does by itself; counters are read as steps, season and trend must foretell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.auto.compression import compress
from barograph.algorithms.auto.counters import find_counters, find_fallen, look_back, read_steps
from barograph.algorithms.auto.misses import Reading
from barograph.algorithms.auto.spread import Spread
from barograph.algorithms.seasons.calendars import DAY_MS, find_zone, local_ms
from barograph.algorithms.seasons.profile import Profile, fit_profile
from barograph.algorithms.seasons.trend import Trend, fit_trend
from barograph.domain import FloatArray, Frame

__all__ = ["Habits", "Usual"]

_SAME = 1e-6


class Usual(NamedTuple):
    """What is usual at each point by season and trend alone, and how far the series strays from it there."""

    expected: FloatArray
    scale: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """Season, trend, level and spread of each series, and whether it is a counter."""

    profile: Profile
    trend: Trend
    centre: FloatArray
    spread: Spread
    is_counter: NDArray[np.bool_]
    has_fallen: NDArray[np.bool_]

    @classmethod
    def fit(cls, history: Frame, timezone: str) -> tuple["Habits", Reading]:
        """Learn from history, and return how history reads; the season of a day is told by other days."""
        known = finite_only(history.values)
        is_counter = find_counters(known, history.labels)
        has_fallen = find_fallen(known)
        values = read_steps(known, is_counter, has_fallen)
        trend = fit_trend(values, history.timestamps, DAY_MS)
        detrended = values - trend.expect(history.timestamps)
        local = local_ms(history.timestamps, find_zone(timezone))
        profile, told = fit_profile(detrended, local, history.step_ms)
        residual = detrended - told
        centre = np.nan_to_num(row_medians(residual))
        spread = Spread.fit(residual - centre[:, np.newaxis], values - residual, values)
        habits = cls(profile, trend, centre, spread, is_counter, has_fallen)
        return habits, habits._reading(residual, spread.at(values - residual), values)

    @classmethod
    def from_model(cls, arrays: Mapping[str, NDArray[np.generic]], meta: Mapping[str, object]) -> "Habits":
        """Return the habits that ``to_arrays`` and ``to_meta`` wrote."""
        return cls(
            Profile.from_model(arrays, meta),
            Trend.from_model(arrays, meta),
            arrays["centre"].astype(np.float64, copy=False),
            Spread.from_arrays(arrays),
            arrays["is_counter"].astype(np.bool_, copy=False),
            arrays["has_fallen"].astype(np.bool_, copy=False),
        )

    @classmethod
    def join(cls, parts: Sequence["Habits"]) -> "Habits":
        """Put habits of groups of rows together, one after the other."""
        return cls(
            Profile.join([part.profile for part in parts]),
            Trend.join([part.trend for part in parts]),
            np.concatenate([part.centre for part in parts]),
            Spread.join([part.spread for part in parts]),
            np.concatenate([part.is_counter for part in parts]),
            np.concatenate([part.has_fallen for part in parts]),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        own: dict[str, NDArray[np.generic]] = {"centre": self.centre}
        own |= {"is_counter": self.is_counter, "has_fallen": self.has_fallen}
        return self.profile.to_arrays() | self.trend.to_arrays() | self.spread.to_arrays() | own

    def to_meta(self) -> dict[str, object]:
        """Return the JSON values to keep in a model."""
        return self.profile.to_meta() | self.trend.to_meta()

    def rows(self, positions: NDArray[np.intp] | slice) -> "Habits":
        """Return the habits at these rows."""
        return Habits(
            self.profile.rows(positions),
            self.trend.rows(positions),
            self.centre[positions],
            self.spread.rows(positions),
            self.is_counter[positions],
            self.has_fallen[positions],
        )

    def read(self, window: Frame, timezone: str, last: int | None = None) -> tuple[Usual, Reading]:
        """Return what is usual at the last points without memory, and how the window reads beside it."""
        values = read_steps(window.values, self.is_counter, self.has_fallen)
        local = local_ms(window.timestamps, find_zone(timezone))
        usual = self.profile.expect(local)
        if self.trend.slope.any():
            usual = usual + self.trend.expect(window.timestamps)
        scale = self.spread.at(usual)
        with np.errstate(invalid="ignore"):
            reading = self._reading(values - usual, scale, values)
        wanted = slice(-(last or window.point_count), None)
        expected = usual[:, wanted] + self.centre[:, np.newaxis]
        if self.is_counter.any():
            before, points = look_back(finite_only(window.values[self.is_counter]))
            expected[self.is_counter] *= points[:, wanted]
            expected[self.is_counter] += before[:, wanted]
        return Usual(expected, scale[:, wanted]), reading

    def describe(self, is_known: NDArray[np.bool_]) -> str:
        """Say in one sentence, still without its full stop, what was found."""
        names = [
            "no season" if season is None else f"a season of one {season.period}"
            for season in map(self.profile.season_of, np.flatnonzero(is_known).tolist())
        ]
        found = ", ".join(f"{count} with {name}" for name, count in Counter(names).most_common())
        text = f"Of {len(is_known)} series, {found or 'none has enough history'}"
        if self.is_counter.any():
            text += f"; {int(self.is_counter.sum())} only rise and are read as steps"
        if (self.trend.slope != 0).any():
            text += f"; {int((self.trend.slope != 0).sum())} follow a trend"
        if not is_known.all():
            text += f"; {int((~is_known).sum())} too short, compared with the points just before"
        return text

    def _reading(self, residual: FloatArray, scale: FloatArray, values: FloatArray) -> Reading:
        is_still = np.zeros(values.shape, dtype=np.bool_)
        with np.errstate(invalid="ignore", over="ignore"):
            steps = np.diff(values, axis=1)
            np.less_equal(np.abs(steps, out=steps), _SAME * scale[:, -steps.shape[1] :], out=is_still[:, 1:])
            deviations = residual - self.centre[:, np.newaxis]
            deviations /= scale
        return Reading(compress(deviations), is_still)
