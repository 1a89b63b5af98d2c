"""What the algorithms share that score counts of log lines."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.moments import rolling_moments
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.rarity.counts import largest_usual, surprise_of_many, surprise_of_none
from barograph.algorithms.rarity.tails import CERTAIN, Tail
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["Counting"]

_FLOOR = 0.4343


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting(ABC):
    """Counts a step, judged by the usual rate of their line and by how much it usually varies.

    Parameters:
        window: Over how many points a lasting change of the rate is looked for.
        silence: After how many points without a line it may count as vanished.
    """

    name: ClassVar[str]
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.CHEAP

    window: int = 12
    silence: int = 60

    def __post_init__(self) -> None:
        check_range("window", self.window, 2, 1_000)
        check_range("silence", self.silence, 2, 10_000)

    @abstractmethod
    def kinds(self) -> tuple[str, ...]:
        """Name the kinds of change that count: burst, shift, vanished."""

    @property
    def window_points(self) -> int:
        """The longer of the two windows, and the point itself."""
        return max(self.window, self.silence + 1)

    @property
    def history_points(self) -> int:
        """Enough to know the rate of rare lines."""
        return 2_000

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn rate and variation of each line, and how often a line comes that never came before."""
        counts = finite_only(history.values)
        known = np.maximum(np.isfinite(counts).sum(axis=1), 1)
        mean = np.nansum(counts, axis=1) / known
        variance = np.nansum((counts - mean[:, np.newaxis]) ** 2, axis=1) / known
        rate = np.maximum(mean, 0.5 / known)
        arrays: dict[str, NDArray[np.generic]] = {
            "rate": np.append(rate, _rate_of_new(counts)),
            "dispersion": np.append(np.maximum(variance / rate, 1.0), 1.0),
        }
        usual = self._usual(arrays, np.arange(len(counts)), counts, history.point_count)
        parts = self._measure(usual, np.arange(len(counts)), counts, history.point_count)
        raw = np.max(list(parts.values()), axis=0)
        tail = Tail.fit(np.where(np.isnan(history.values), np.nan, raw), _FLOOR)
        progress(1.0)
        arrays |= tail.with_last(Tail.identity()).to_arrays("up")
        return Model(self.name, self.version, history.labels, arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the strongest of the kinds of change."""
        part, wanted = trim(window, last, self.window_points)
        newest = part.values[:, part.point_count - wanted :]
        rows = model.rows_of(part.labels)
        counts = finite_only(part.values)
        usual = self._usual(model.arrays, rows, counts, wanted)
        parts = self._measure(usual, rows, counts, wanted)
        raw = np.where(np.isinf(newest), np.inf, np.max(list(parts.values()), axis=0))
        raw[np.isnan(newest)] = np.nan
        tail = Tail.from_arrays(model.arrays, "up").rows(rows)
        most = largest_usual(tail.level(DEFAULT_THRESHOLD * CERTAIN)[:, np.newaxis], *usual)
        return Scores(score_of(tail.surprise(raw)), usual[0], np.zeros_like(raw), most)

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        """Say which kind of change made a count strange: new, rare, burst, shift or vanished."""
        part = window.columns(0, point + 1).rows([series])
        rows = model.rows_of(part.labels)
        counts = finite_only(part.values)
        usual = self._usual(model.arrays, rows, counts, 1)
        parts = self._measure(usual, rows, counts, 1)
        strengths = {kind: round(float(found[0, 0]), 2) for kind, found in parts.items()}
        kind = max(strengths, key=lambda name: strengths[name])
        rate = float(usual[0][0, 0])
        if kind == "burst" and rows[0] < 0:
            kind = "new"
        elif kind == "burst" and rate * self.history_points < self.window:
            kind = "rare"
        return {"kind": kind, "usual_rate": rate, "strengths": strengths}

    def _usual(
        self,
        arrays: Mapping[str, NDArray[np.generic]],
        rows: NDArray[np.intp],
        counts: FloatArray,
        wanted: int,
    ) -> tuple[FloatArray, FloatArray]:
        """Return rate and dispersion; a line that is new gets used to as it fills the window."""
        rate, dispersion = (
            np.repeat(arrays[name].astype(np.float64)[rows, np.newaxis], wanted, axis=1)
            for name in ("rate", "dispersion")
        )
        is_new = rows < 0
        if is_new.any():
            before = rolling_moments(counts[is_new], self.silence, wanted)
            mean = before.mean * before.weight / self.silence
            rate[is_new] = np.maximum(rate[is_new], mean)
            variance = np.nan_to_num(before.variance, nan=0.0)
            dispersion[is_new] = np.maximum(1.0, variance / rate[is_new])
        return rate, dispersion

    def _measure(
        self, usual: tuple[FloatArray, FloatArray], rows: NDArray[np.intp], counts: FloatArray, wanted: int
    ) -> dict[str, FloatArray]:
        """Return the surprise of each kind of change at the last moments, before calibration."""
        rate, dispersion = usual
        own = np.pad(counts, ((0, 0), (0, 1)), constant_values=np.nan)
        recent = rolling_moments(own, self.window, wanted)
        quiet = rolling_moments(own, self.silence, wanted)
        silent = surprise_of_none(quiet.weight, rate, dispersion)
        newest = np.nan_to_num(counts[:, counts.shape[1] - wanted :], nan=0.0)
        found = {
            "burst": surprise_of_many(newest, rate, dispersion),
            "shift": surprise_of_many(recent.mean * recent.weight, rate * recent.weight, dispersion),
            "vanished": np.where((quiet.mean == 0) & (rows >= 0)[:, np.newaxis], silent, 0.0),
        }
        return {kind: found[kind] for kind in self.kinds()}


def _rate_of_new(counts: FloatArray) -> float:
    """Return how many lines a point came first in the second half of history."""
    half = counts.shape[1] // 2
    comes = counts > 0
    is_new = comes[:, half:].any(axis=1) & ~comes[:, :half].any(axis=1)
    return float((is_new.sum() + 0.5) / max(1, counts.shape[1] - half))
