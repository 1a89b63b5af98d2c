"""What a series does at this hour of this day, and how far a point strays from it."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, raise_to_floor, spread_of
from barograph.algorithms.arrays.rolling import finite_only, rolling_median_and_mad
from barograph.algorithms.arrays.sampling import sample_rows
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import TwoTails, measure_tails
from barograph.algorithms.rarity.tails import TailParts
from barograph.algorithms.seasons.calendars import DAY_MS, find_zone, local_ms
from barograph.algorithms.seasons.profile import Profile, fit_profile
from barograph.algorithms.seasons.trend import Trend, fit_trend
from barograph.domain import FloatArray, Frame, Scores, TimeArray

__all__ = ["Seasonal"]

_CHUNK_ROWS = 500
_LEAST_POINTS = 8
_NORMAL = 1.4826
_SHARE_OF_FLOOR = 0.2
_SAMPLE_ROWS = 50
_SAMPLE_POINTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seasonal:
    """Distance from the typical value of this hour of the day or week, with trend.

    Medians of each bin of the season (a robust form of the seasonal decomposition of Cleveland et al., STL,
    1990). Each series gets the simplest season that foretells the last part of its history: none, hourly,
    daily, daily with days off, or weekly. The clock is that of the time zone, so a working day begins at
    the same hour in summer and in winter. A series without history is compared with its last points.

    Parameters:
        timezone: Time zone of the people or jobs that make the rhythm, such as `Europe/Berlin`.
        window: How many points before a point it is compared with, where a series is new.
        trend: Whether a straight trend over the history is followed.
    """

    name: ClassVar[str] = "seasonal"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.MODERATE

    timezone: str = "UTC"
    window: int = 60
    trend: bool = True

    def __post_init__(self) -> None:
        check_range("window", self.window, _LEAST_POINTS, 10_000)
        find_zone(self.timezone)

    @property
    def window_points(self) -> int:
        """The window of a new series; a known one needs its own point only."""
        return self.window + 1

    @property
    def history_points(self) -> int:
        """Two weeks of points at five minutes."""
        return 4_032

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Fit profile and trend of each series, and calibrate on what they leave over."""
        zone = find_zone(self.timezone)
        local = local_ms(history.timestamps, zone)
        parts = []
        for start in range(0, max(1, history.series_count), _CHUNK_ROWS):
            values = finite_only(history.values[start : start + _CHUNK_ROWS])
            parts.append(self._fit_rows(history, values, local))
            progress(min(1.0, (start + _CHUNK_ROWS) / max(1, history.series_count)))
        profile = Profile.join([part.profile for part in parts])
        trend = Trend.join([part.trend for part in parts])
        arrays = profile.to_arrays() | trend.to_arrays()
        tails = TwoTails.gather([part.tails for part in parts])
        arrays |= tails.with_last(self._fit_new(history)).to_arrays()
        arrays["scale"] = np.concatenate([part.scale for part in parts])
        return Model(self.name, self.version, history.labels, arrays, profile.to_meta() | trend.to_meta())

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from what the season and the trend tell."""
        part, wanted = trim(window, last, self.window_points)
        values = part.values
        rows = model.rows_of(part.labels)
        expected, scale = self._expect_from_profile(model, rows, part.tail(wanted).timestamps)
        is_new = np.isnan(expected).all(axis=1) if wanted else rows < 0
        if is_new.any():
            expected[is_new], scale[is_new] = self._expect_from_window(values[is_new], wanted)
        tails = TwoTails.from_arrays(model.arrays).rows(rows)
        return tails.judge(values[:, values.shape[1] - wanted :], expected, scale)

    def _fit_rows(self, history: Frame, values: FloatArray, local: TimeArray) -> "_Fitted":
        trend = fit_trend(values, history.timestamps, DAY_MS)
        if not self.trend:
            trend = Trend(np.zeros(len(values)), trend.origin_ms, trend.span_ms)
        detrended = values - trend.expect(history.timestamps)
        profile, told = fit_profile(detrended, local, history.step_ms)
        residual = detrended - told
        floor = np.fmax(fit_floor(residual), _SHARE_OF_FLOOR * fit_floor(values))[:-1]
        scale = np.fmax(spread_of(residual), floor)
        return _Fitted(profile, trend, scale, measure_tails(residual / scale[:, np.newaxis]))

    def _fit_new(self, history: Frame) -> TwoTails:
        """Learn how far series stray that are known from their last points only."""
        sample = sample_rows(history.labels, _SAMPLE_ROWS)
        values = history.values[sample, -_SAMPLE_POINTS:]
        expected, scale = self._expect_from_window(values, values.shape[1])
        with np.errstate(invalid="ignore"):
            return TwoTails.fit(((values - expected) / scale).reshape(1, -1))

    def _expect_from_profile(
        self, model: Model, rows: NDArray[np.intp], timestamps: TimeArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return expected value and scale, NaN for the series that the model does not know."""
        expected = np.full((len(rows), len(timestamps)), np.nan)
        scale = expected.copy()
        known, chosen = rows >= 0, rows[rows >= 0]
        profile = Profile.from_model(model.arrays, model.meta).rows(chosen)
        trend = Trend.from_model(model.arrays, model.meta).rows(chosen)
        expected[known] = profile.expect(local_ms(timestamps, find_zone(self.timezone)))
        expected[known] += trend.expect(timestamps)
        scale[known] = model.arrays["scale"].astype(np.float64)[chosen, np.newaxis]
        return expected, scale

    def _expect_from_window(self, values: FloatArray, wanted: int) -> tuple[FloatArray, FloatArray]:
        counts, found = rolling_median_and_mad(finite_only(values), self.window, wanted)
        expected = np.where(counts >= _LEAST_POINTS, found[..., 0], np.nan)
        unknown = np.full(len(values), np.nan)
        return expected, raise_to_floor(expected, _NORMAL * found[..., 1], unknown)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """What a fit learns from a group of series."""

    profile: Profile
    trend: Trend
    scale: FloatArray
    tails: tuple[TailParts, TailParts]
