"""What a small recurrent network expected next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, row_medians, spread_of
from barograph.algorithms.arrays.rolling import fill_forward, finite_only
from barograph.algorithms.arrays.scaling import each_scaled, scale_by_window
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.features.clock import Clock, ClockReader
from barograph.algorithms.learners.recurrence import Adam, Network
from barograph.algorithms.parameters import check_cost, check_range
from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["Lstm"]

_GAP_POINTS = 5
_BATCH = 64
_VALIDATION_SHARE = 0.2
_PATIENCE = 3
_CALIBRATION_WINDOWS = 50_000
_OWN_TAIL_POINTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Lstm:
    """Distance from what a long short-term memory network expected.

    One network learns from all series of a detector, each scaled by its own history; it reads the last
    points and tells the next. Training stops when days that it has not seen are no longer told better
    (Malhotra et al., Long Short Term Memory Networks for Anomaly Detection in Time Series, 2015).

    Parameters:
        window: How many points the network reads before it tells the next.
        hidden: How many cells it has.
        epochs: Most rounds of training.
        samples: How many windows one round sees.
        features: What of the calendar the network reads beside the values, such as `hour` or `holiday:DE`.
        timezone: Time zone of the features of the calendar.
        seed: Start of the random numbers.
        max_values: Most values (series x points) a fit accepts; its time grows with them.
    """

    name: ClassVar[str] = "lstm"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.EXPENSIVE

    window: int = 32
    hidden: int = 16
    epochs: int = 12
    samples: int = 1_024
    features: tuple[str, ...] = ()
    timezone: str = "UTC"
    seed: int = 0
    max_values: int = 10_000_000

    def __post_init__(self) -> None:
        check_range("window", self.window, 8, 512)
        check_range("hidden", self.hidden, 2, 256)
        check_range("epochs", self.epochs, 1, 1_000)
        check_range("samples", self.samples, _BATCH, 1_000_000)
        Clock.parse(self.features, self.timezone)

    @property
    def window_points(self) -> int:
        """Two windows, as a new series is scaled by what came before, and what fills a gap."""
        return 2 * self.window + _GAP_POINTS

    @property
    def history_points(self) -> int:
        """Enough to learn a daily rhythm at five minutes."""
        return 2_016

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Train on the first part of history until the last is told no better, then calibrate."""
        check_cost(self.name, history, self.max_values)
        values = fill_forward(finite_only(history.values), _GAP_POINTS)
        level = row_medians(values)
        scale = np.fmax(spread_of(values), fit_floor(values)[:-1])
        order = np.array(sorted(range(len(values)), key=lambda row: history.labels[row]), dtype=np.intp)
        windows = self._windows(values[order], level[order], scale[order])
        network = self._train(windows, self._clock.windows(history, self.window, windows.shape[0]), progress)
        arrays = network.to_arrays()
        arrays |= {"level": np.append(level, np.nan), "scale": np.append(scale, np.nan)}
        tails = self._calibrate(arrays, history, values)
        progress(1.0)
        return Model(self.name, self.version, history.labels, arrays | tails.to_arrays())

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from what the network expected."""
        part, wanted = trim(window, last, self.window_points)
        rows = model.rows_of(part.labels)
        values = fill_forward(finite_only(part.values), _GAP_POINTS)
        clock = self._clock.windows(part, self.window, wanted)
        expected, scale = self._expect(model.arrays, rows, values, clock)
        newest = part.values[:, part.point_count - wanted :]
        return TwoTails.from_arrays(model.arrays).rows(rows).judge(newest, expected, scale)

    def _windows(self, values: FloatArray, level: FloatArray, scale: FloatArray) -> FloatArray:
        """Return moments x series windows with the value that follows, oldest first."""
        count = max(0, values.shape[1] - self.window)
        levels, scales = (
            np.broadcast_to(part[:, np.newaxis], (len(values), count)) for part in (level, scale)
        )
        parts = [windows for _, windows in each_scaled(values, levels, scales, self.window + 1)]
        return np.concatenate(parts).transpose(1, 0, 2) if parts else np.empty((0, 0, self.window + 1))

    @property
    def _clock(self) -> Clock:
        return Clock.parse(self.features, self.timezone)

    def _train(self, windows: FloatArray, clock: FloatArray, progress: Progress) -> Network:
        rng = np.random.default_rng(self.seed)
        network, adam = Network.random(self.hidden, self.seed, clock.shape[2]), Adam()
        stop, series = int(len(windows) * (1 - _VALIDATION_SHARE)), max(1, windows.shape[1])
        seen, unseen = (part.reshape(-1, self.window + 1) for part in (windows[:stop], windows[stop:]))
        if not len(seen) or not len(unseen):
            return network
        every = max(1, len(unseen) // self.samples)
        told = ClockReader(clock[stop:], np.arange(len(unseen))[::every] // series)
        unseen = unseen[::every]
        best, best_loss, stale = network, np.inf, 0
        for epoch in range(self.epochs):
            for _ in range(self.samples // _BATCH):
                chosen = rng.integers(0, len(seen), _BATCH)
                batch, beside = seen[chosen], clock[chosen // series]
                network = adam.step(network, network.gradient(batch[:, :-1], batch[:, 1:], beside)[1])
            loss = float(np.abs(network.predict(unseen[:, :-1], told) - unseen[:, -1]).mean())
            stale = 0 if loss < best_loss else stale + 1
            if loss < best_loss:
                best, best_loss = network, loss
            progress(0.8 * (epoch + 1) / self.epochs)
            if stale >= _PATIENCE:
                break
        return best

    def _expect(
        self,
        arrays: Mapping[str, NDArray[np.generic]],
        rows: NDArray[np.intp],
        values: FloatArray,
        clock: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        """Return expected values and scales of the moments of the clock; a new series has its window's."""
        wanted = len(clock)
        level, scale = (
            np.repeat(arrays[name].astype(np.float64)[rows, np.newaxis], wanted, axis=1)
            for name in ("level", "scale")
        )
        is_new = np.isnan(arrays["level"].astype(np.float64)[rows])
        level[is_new], scale[is_new] = scale_by_window(values[is_new], 2 * self.window - 1, wanted)
        network, told = Network.from_arrays(arrays), np.full((len(values), wanted), np.nan)
        for part, windows in each_scaled(values, level, scale, self.window + 1):
            flat = np.ascontiguousarray(windows[:, :, :-1]).reshape(-1, self.window)
            beside = ClockReader(clock, np.arange(len(flat)) % wanted)
            told[part] = network.predict(flat, beside).reshape(windows.shape[:2])
        told[:, : max(0, self.window - values.shape[1] + wanted)] = np.nan
        return level + told * scale, scale

    def _calibrate(
        self, arrays: Mapping[str, NDArray[np.generic]], history: Frame, values: FloatArray
    ) -> TwoTails:
        """Learn the tails from the newest moments, as many as the budget allows."""
        wanted = min(history.point_count, max(1, _CALIBRATION_WINDOWS // max(1, len(values))))
        clock = self._clock.windows(history, self.window, wanted)
        expected, scale = self._expect(arrays, np.arange(len(values)), values, clock)
        with np.errstate(invalid="ignore", over="ignore"):
            deviations = (history.values[:, history.point_count - wanted :] - expected) / scale
        tails, pooled = TwoTails.fit(deviations), TwoTails.fit(deviations.reshape(1, -1))
        is_enough = np.isfinite(deviations).sum(axis=1) >= _OWN_TAIL_POINTS
        rows = np.where(np.append(is_enough, False), np.arange(len(is_enough) + 1), -1)
        return tails.with_last(pooled).rows(rows)
