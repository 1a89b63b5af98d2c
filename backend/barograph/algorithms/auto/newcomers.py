"""Newcomers: series without history are judged by the points just before, and by how others behave."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import raise_to_floor
from barograph.algorithms.arrays.rolling import finite_only, rolling_quantiles
from barograph.algorithms.auto.bursts import NOTABLE, tell_once
from barograph.algorithms.auto.compression import expand
from barograph.algorithms.auto.gone import count_gone, gone_surprise
from barograph.algorithms.auto.peaks import Peaks
from barograph.algorithms.auto.repeats import Repeats
from barograph.algorithms.auto.staying import BACK, carry_on
from barograph.algorithms.auto.steps import Steps
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray, Scores

__all__ = ["Newcomers"]

_RANGE_POINTS = 130
_FENCE = 1.5
_LEAST_TOLD = 2_000
_ALARMING = DEFAULT_THRESHOLD * CERTAIN


@dataclass(frozen=True, slots=True, eq=False)
class Newcomers:
    """What the steps of others were like, all taken together as one series.

    A series that has just appeared has no past, but the rest of its query has: pods of the same kind start,
    warm up and work alike. Where nobody has a past, its own last steps must do. ``gone`` is the most
    surprise that a fall to 0 can cause, for some kinds of series do so as a habit.
    """

    peaks: Peaks | None = None
    repeats: Repeats | None = None
    gone: float = CERTAIN

    @classmethod
    def fit(cls, values: FloatArray) -> "Newcomers":
        """Learn from histories of others; too few points teach nothing."""
        distance = Steps.of(values).distance
        told = distance[np.isfinite(distance)][np.newaxis]
        if told.shape[1] < _LEAST_TOLD:
            return cls()
        times = count_gone(values)
        most = np.log10(told.shape[1] / times) if times else CERTAIN
        return cls(Peaks.fit(told), Repeats.fit(told), float(most))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Newcomers":
        """Return what ``to_arrays`` wrote."""
        if "new.peaks" not in arrays:
            return cls()
        peaks, repeats = Peaks.from_arrays(arrays, "new"), Repeats.from_arrays(arrays, "new")
        return cls(peaks, repeats, float(arrays["new.gone"].astype(np.float64)[0]))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: some hundred bytes in all."""
        if self.peaks is None or self.repeats is None:
            return {}
        return (
            self.peaks.to_arrays("new") | self.repeats.to_arrays("new") | {"new.gone": np.array([self.gone])}
        )

    def judge(self, values: FloatArray, quiet_points: int, wanted: int) -> Scores:
        """Score each of the last points by its step, and by whether the series is gone."""
        wanted = min(wanted, values.shape[1])
        steps = Steps.of(values, wanted)
        surprise = self._surprise(values, steps)
        alert, stayed = np.zeros(surprise.shape), np.zeros(surprise.shape)
        is_notable = (surprise >= NOTABLE).any(axis=1) | _is_out(values, wanted).any(axis=1)
        if len(rows := np.flatnonzero(is_notable)):
            near = values[rows]
            before = np.nan_to_num(self._surprise(near, Steps.of(near)))
            alert[rows] = tell_once([before], quiet_points)[:, -wanted:]
            stayed[rows] = _stay(near, before, quiet_points, wanted)
        half = self._reach(steps)
        is_known = np.isfinite(surprise)
        lasting = np.maximum(alert, stayed)
        return Scores(
            score=score_of(surprise),
            expected=steps.expected,
            lower=steps.expected - half,
            upper=steps.expected + half,
            alert=np.where(is_known, score_of(alert), np.nan),
            lasting=np.where(is_known, score_of(lasting), np.nan),
        )

    def explain(self, values: FloatArray) -> dict[str, object]:
        """Say of one series how far its last point lies from those before."""
        steps = Steps.of(values, 1)
        known_by = "the points just before" if self.peaks is None else "the points just before, and its kind"
        surprise = np.nan_to_num(self._surprise(values, steps))
        return {
            "kind": "newcomer",
            "says": f"It has little history of its own; it is compared with {known_by}.",
            "scores": {"newcomer": round(float(score_of(surprise)[0, 0]), 3)},
            "scales_beyond_usual_steps": round(float(expand(np.nan_to_num(steps.distance))[0, 0]), 2),
        }

    def _surprise(self, values: FloatArray, steps: Steps) -> FloatArray:
        """Return how rare each of the last points is: its step, or that it is 0 again."""
        if self.peaks is None or self.repeats is None:
            # A series that hardly moved has no scale: that it moves is as rare as that, however far it goes.
            seldom = np.where(steps.is_flat, np.log10(np.maximum(steps.counts, 1)), CERTAIN)
            found = np.minimum(steps.surprise(), seldom)
        else:
            distance = steps.distance
            found = np.minimum(self.peaks.surprise(distance), self.repeats.most(distance))
            found = np.where(np.isnan(distance), np.nan, found)
        gone = np.minimum(gone_surprise(values, found.shape[1]), self.gone)
        return np.minimum(np.maximum(found, gone), CERTAIN)

    def _reach(self, steps: Steps) -> FloatArray:
        """Return how large an alarming step is."""
        if self.peaks is None:
            return steps.reach(_ALARMING)
        return steps.threshold + float(expand(self.peaks.level(_ALARMING))[0]) * steps.scale


def _stay(values: FloatArray, surprise: FloatArray, quiet_points: int, wanted: int) -> FloatArray:
    """Return how strange each last point is that is still where a burst led, out of what is common."""
    points = min(values.shape[1], quiet_points + wanted - 1)
    away = np.where(_is_out(values, points), surprise[:, -points:], BACK)
    return carry_on(away, np.zeros(len(values)), quiet_points)[:, -wanted:]


def _is_out(values: FloatArray, last: int) -> NDArray[np.bool_]:
    """Tell where values lie beyond the fences of Tukey around the points before them."""
    _, quartiles = rolling_quantiles(finite_only(values), _RANGE_POINTS, (0.25, 0.5, 0.75), last)
    low, middle, high = np.moveaxis(quartiles, -1, 0)
    margin = raise_to_floor(middle, _FENCE * (high - low), np.full(len(values), np.nan))
    near = values[:, values.shape[1] - low.shape[1] :]
    return np.asarray((near < low - margin) | (near > high + margin))
