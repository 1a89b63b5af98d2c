"""Newcomers: series without history are judged by the points just before, and by how others behave."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import raise_to_floor
from barograph.algorithms.arrays.rolling import finite_only, rolling_median_and_mad
from barograph.algorithms.auto.bursts import NOTABLE, tell_once
from barograph.algorithms.auto.compression import compress, expand
from barograph.algorithms.auto.peaks import Peaks
from barograph.algorithms.auto.repeats import Repeats
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray, Scores

__all__ = ["Newcomers"]

_WINDOW = 60
_LEAST_POINTS = 8
_LEAST_TOLD = 2_000
_NORMAL = 1.4826
_SURPRISE_PER_SCALE = 0.446  # of a Laplace distribution, whose tails are heavier than normal ones
_ALARMING = DEFAULT_THRESHOLD * CERTAIN


@dataclass(frozen=True, slots=True, eq=False)
class Newcomers:
    """How far the others lay from the median of the 60 points before, all taken together as one series.

    A series that has just appeared has no past, but the rest of its query has: pods of the same kind start,
    warm up and work alike. Where nobody has a past, a distribution with heavy tails must do.
    """

    peaks: Peaks | None = None
    repeats: Repeats | None = None

    @classmethod
    def fit(cls, values: FloatArray) -> "Newcomers":
        """Learn from histories of others; too few points teach nothing."""
        distance, _, _ = _measure(values)
        told = distance[np.isfinite(distance)][np.newaxis]
        if told.shape[1] < _LEAST_TOLD:
            return cls()
        return cls(Peaks.fit(told), Repeats.fit(told))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Newcomers":
        """Return what ``to_arrays`` wrote."""
        if "new.peaks" not in arrays:
            return cls()
        return cls(Peaks.from_arrays(arrays, "new"), Repeats.from_arrays(arrays, "new"))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model: some hundred bytes in all."""
        if self.peaks is None or self.repeats is None:
            return {}
        return self.peaks.to_arrays("new") | self.repeats.to_arrays("new")

    def judge(self, values: FloatArray, quiet_points: int, wanted: int) -> Scores:
        """Score each of the last points by its distance from the median of the 60 points before it."""
        distance, expected, scale = _measure(values, wanted)
        surprise = self._surprise(distance)
        alert = np.zeros(surprise.shape)
        notable = np.flatnonzero((surprise >= NOTABLE).any(axis=1))
        if len(notable):
            before, _, _ = _measure(values[notable])
            kinds = [np.nan_to_num(self._surprise(before))]
            alert[notable] = tell_once(kinds, quiet_points)[:, -wanted:]
        half = self._alarming() * scale
        return Scores(
            score=score_of(surprise),
            expected=expected,
            lower=expected - half,
            upper=expected + half,
            alert=np.where(np.isfinite(surprise), score_of(alert), np.nan),
            lasting=score_of(surprise),
        )

    def explain(self, values: FloatArray) -> dict[str, object]:
        """Say of one series how far its last point lies from those before."""
        distance, _, _ = _measure(values, 1)
        scales = float(expand(np.nan_to_num(distance))[0, 0])
        known_by = "the 60 points before" if self.peaks is None else "the 60 points before, and its kind"
        return {
            "kind": "newcomer",
            "says": f"It has little history of its own; it is compared with {known_by}.",
            "scores": {"newcomer": round(float(score_of(np.nan_to_num(self._surprise(distance)))[0, 0]), 3)},
            "scales_from_the_median": round(scales, 2),
        }

    def _surprise(self, distance: FloatArray) -> FloatArray:
        if self.peaks is None or self.repeats is None:
            return np.minimum(_SURPRISE_PER_SCALE * expand(distance), CERTAIN)
        found = np.minimum(self.peaks.surprise(distance), self.repeats.most(distance))
        return np.where(np.isnan(distance), np.nan, found)

    def _alarming(self) -> float:
        if self.peaks is None:
            return _ALARMING / _SURPRISE_PER_SCALE
        return float(expand(self.peaks.level(_ALARMING))[0])


def _measure(values: FloatArray, last: int | None = None) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the compressed distance of each point, what was expected, and the scale."""
    counts, found = rolling_median_and_mad(finite_only(values), _WINDOW, last)
    expected = np.where(counts >= _LEAST_POINTS, found[..., 0], np.nan)
    scale = raise_to_floor(expected, _NORMAL * found[..., 1], np.full(len(values), np.nan))
    with np.errstate(invalid="ignore", over="ignore"):
        distance = compress(np.abs(values[:, values.shape[1] - expected.shape[1] :] - expected) / scale)
    return distance, expected, scale
