"""What a series was expected to do next, and what it is expected to do later."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, raise_to_floor, spread_of
from barograph.algorithms.arrays.moments import rolling_moments
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.learners.extremes import Extremes
from barograph.algorithms.learners.smoothing import CANDIDATES, GAP_POINTS, choose_smoothers, smooth
from barograph.algorithms.learners.straight_runs import StraightRuns, find_straight_runs
from barograph.algorithms.outlook import Outlook
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import TwoTails, measure_tails
from barograph.algorithms.rarity.tails import TailParts
from barograph.algorithms.seasons.calendars import DAY_MS, find_zone, local_ms
from barograph.algorithms.seasons.profile import Profile, fit_profile
from barograph.algorithms.seasons.trend import Trend, fit_trend
from barograph.domain import FloatArray, Frame, Scores, TimeArray

__all__ = ["Forecast"]

_CHUNK_ROWS = 250
_MOST_OUTLOOK_POINTS = 2_880
_BAND_NOISES = 4.0
_CHOICE_POINTS = 600
_PHI = np.array([candidate.phi for candidate in CANDIDATES])


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Distance from a forecast one step ahead, by Holt-Winters with a damped trend.

    Season and long trend are learnt from history, level and local trend follow the last points (Holt 1957,
    Winters 1960; damped by Gardner and McKenzie 1985). How fast they follow is chosen for each series by
    its errors in history. A new level is expected after the window at the latest, so it sees changes and
    not states.
    ``forecast_at`` looks further ahead: when a disk will be full. What has been rising steadily goes on
    there, the longer the longer it has.

    Parameters:
        timezone: Time zone of the people or jobs that make the rhythm, such as `Europe/Berlin`.
        window: How many points before a point the level and the local trend are taken from.
    """

    name: ClassVar[str] = "forecast"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.MODERATE

    timezone: str = "UTC"
    window: int = 48

    def __post_init__(self) -> None:
        check_range("window", self.window, 8, 1_000)
        find_zone(self.timezone)

    @property
    def window_points(self) -> int:
        """The window, the point itself, and what fills a gap at the beginning."""
        return self.window + GAP_POINTS + 1

    @property
    def history_points(self) -> int:
        """Two weeks of points at five minutes."""
        return 4_032

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn season, long trend and smoothing of each series, and calibrate on the errors of forecasts."""
        local = local_ms(history.timestamps, find_zone(self.timezone))
        parts = []
        for start in range(0, max(1, history.series_count), _CHUNK_ROWS):
            values = finite_only(history.values[start : start + _CHUNK_ROWS])
            parts.append(self._fit_rows(history, values, local))
            progress(min(1.0, (start + _CHUNK_ROWS) / max(1, history.series_count)))
        profile = Profile.join([part.profile for part in parts])
        trend = Trend.join([part.trend for part in parts])
        arrays = profile.to_arrays() | trend.to_arrays()
        arrays |= TwoTails.gather([part.tails for part in parts]).to_arrays()
        arrays["scale"] = np.concatenate([part.scale for part in parts])
        arrays |= Extremes.of(history.values).to_arrays()
        smoother = np.concatenate([part.smoother[:-1] for part in parts])
        arrays["smoother"] = np.append(smoother, np.int8(np.bincount(smoother, minlength=1).argmax()))
        meta = profile.to_meta() | trend.to_meta()
        return Model(self.name, self.version, history.labels, arrays, meta)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from the forecast made one step before."""
        part, wanted = trim(window, last, self.window_points)
        rows = model.rows_of(part.labels)
        slow = self._slow_part(model, rows, part.timestamps)
        values = finite_only(part.values) - slow
        smoother = model.arrays["smoother"].astype(np.intp)[rows]
        level, trend = smooth(values, smoother, self.window, wanted)
        rest = level + _PHI[smoother, np.newaxis] * trend
        expected = slow[:, part.point_count - wanted :] + rest
        scale = self._scale(model, rows, values, rest)
        newest = part.values[:, part.point_count - wanted :]
        scores = TwoTails.from_arrays(model.arrays).rows(rows).judge(newest, expected, scale)
        return Extremes.from_model(model, rows).keep(scores, newest)

    def forecast_at(self, model: Model, window: Frame, moments: TimeArray) -> Outlook:
        """Tell what to expect at moments after the window, and within which bounds.

        A series that has been rising or falling steadily goes on, the longer the longer it has.
        """
        part = window.tail(self.outlook_points(window.step_ms))
        rows = model.rows_of(part.labels)
        rest = finite_only(part.values) - self._slow_part(model, rows, part.timestamps)
        ahead = np.pad(rest[:, -self.window_points :], ((0, 0), (0, 1)), constant_values=np.nan)
        smoother = model.arrays["smoother"].astype(np.intp)[rows]
        level, trend = smooth(ahead, smoother, self.window, 1)
        steps = np.maximum((moments - part.timestamps[-1]) / max(1, part.step_ms), 1.0)
        damping = np.array([candidate.damping(steps) for candidate in CANDIDATES])[smoother]
        slow = self._slow_part(model, rows, moments)
        expected = slow + level + damping * trend
        growth = np.sqrt([candidate.variance(steps) for candidate in CANDIDATES])[smoother]
        scale = self._scale(model, rows, ahead, level) * growth
        band = TwoTails.from_arrays(model.arrays).rows(rows).judge(expected, expected, scale)
        seen = Extremes.from_model(model, rows).joined(Extremes.of(part.values))
        outlook = Outlook(part.labels, moments, expected, band.lower, band.upper, seen.least, seen.most)
        return _go_straight(outlook, find_straight_runs(rest), slow, steps)

    def outlook_points(self, step_ms: int) -> int:
        """Return how many points before now tell how steadily a series has been rising: those of a day."""
        return max(self.window_points, min(_MOST_OUTLOOK_POINTS, DAY_MS // max(1, step_ms)))

    def _fit_rows(self, history: Frame, values: FloatArray, local: TimeArray) -> "_Fitted":
        trend = fit_trend(values, history.timestamps, DAY_MS)
        detrended = values - trend.expect(history.timestamps)
        profile, told = fit_profile(detrended, local, history.step_ms)
        rest = detrended - told
        smoother = choose_smoothers(rest[:, -_CHOICE_POINTS:], self.window)
        level, slope = smooth(rest, smoother[:-1], self.window)
        error = rest - level - _PHI[smoother[:-1], np.newaxis] * slope
        floor = np.fmax(fit_floor(error), 0.2 * fit_floor(values))[:-1]
        scale = np.fmax(spread_of(error), floor)
        return _Fitted(profile, trend, smoother, scale, measure_tails(error / scale[:, np.newaxis]))

    def _slow_part(self, model: Model, rows: NDArray[np.intp], timestamps: TimeArray) -> FloatArray:
        """Return season and long trend, which a window can't show; 0 for a series that is new."""
        slow = np.zeros((len(rows), len(timestamps)))
        known = rows >= 0
        profile = Profile.from_model(model.arrays, model.meta).rows(rows[known])
        trend = Trend.from_model(model.arrays, model.meta).rows(rows[known])
        local = local_ms(timestamps, find_zone(self.timezone))
        slow[known] = np.nan_to_num(profile.expect(local)) + trend.expect(timestamps)
        return slow

    def _scale(
        self, model: Model, rows: NDArray[np.intp], values: FloatArray, expected: FloatArray
    ) -> FloatArray:
        """Return the usual error of a forecast, or the spread of the window for a series that is new."""
        learnt = np.append(model.arrays["scale"].astype(np.float64), np.nan)[rows, np.newaxis]
        scale = np.repeat(learnt, expected.shape[1], axis=1)
        is_new = np.isnan(learnt[:, 0])
        if is_new.any():
            spread = np.sqrt(rolling_moments(values[is_new], self.window, expected.shape[1]).variance)
            unknown = np.full(int(is_new.sum()), np.nan)
            scale[is_new] = raise_to_floor(expected[is_new], spread, unknown)
        return scale


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What a fit learns from a group of series."""

    profile: Profile
    trend: Trend
    smoother: NDArray[np.int8]
    scale: FloatArray
    tails: tuple[TailParts, TailParts]


def _go_straight(outlook: Outlook, runs: StraightRuns, slow: FloatArray, steps: FloatArray) -> Outlook:
    """Return the outlook in which straight runs go on; its band holds the line that nothing slows down."""
    is_run = (runs.points > 0)[:, np.newaxis]
    start = slow + runs.level[:, np.newaxis]
    expected = np.where(is_run, start + runs.ahead(steps), outlook.expected)
    straight = np.where(is_run, start + runs.straight_ahead(steps), outlook.expected)
    reach = np.where(is_run, _BAND_NOISES * runs.noise[:, np.newaxis], 0.0)
    lower = np.where(is_run, np.minimum(expected, straight) - reach, outlook.lower)
    upper = np.where(is_run, np.maximum(expected, straight) + reach, outlook.upper)
    known = outlook.least, outlook.most
    return Outlook(outlook.labels, outlook.timestamps, expected, lower, upper, *known)
