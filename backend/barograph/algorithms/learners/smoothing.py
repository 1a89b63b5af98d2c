"""Exponential smoothing with a damped trend, written as weights over a bounded window.

The recursion of Holt (1957) as damped by Gardner and McKenzie (1985) is linear in its inputs, so the level
and the trend after the last point are weighted sums of the points before. Cut off at a window, they can be
replayed from any moment and computed for all series at once.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import row_medians
from barograph.algorithms.arrays.rolling import fill_forward
from barograph.domain import FloatArray

__all__ = ["CANDIDATES", "GAP_POINTS", "Smoother", "choose_smoothers", "smooth"]

GAP_POINTS = 5
_LEAST_POINTS = 8
_CLIP = 6.0
_CHUNK_VALUES = 1 << 16


@dataclass(frozen=True, slots=True)
class Smoother:
    """How fast level and trend follow the points, and how fast the trend dies out."""

    alpha: float
    beta: float
    phi: float

    def weights(self, points: int) -> tuple[FloatArray, FloatArray]:
        """Return what each of the last points, newest first, adds to the level and to the trend."""
        level, trend = self.alpha, self.alpha * self.beta
        levels, trends = np.empty(points), np.empty(points)
        for age in range(points):
            levels[age], trends[age] = level, trend
            ahead = level + self.phi * trend
            risen = (1 - self.alpha) * ahead
            level, trend = risen, self.beta * (risen - level) + (1 - self.beta) * self.phi * trend
        return levels, trends

    def damping(self, steps: NDArray[np.float64]) -> FloatArray:
        """Return how many present trends a series rises within some steps."""
        if self.phi == 1.0:
            return steps
        damped: FloatArray = self.phi * (1 - self.phi**steps) / (1 - self.phi)
        return damped

    def variance(self, steps: NDArray[np.float64]) -> FloatArray:
        """Return the variance of a forecast in variances of one step (Hyndman et al. 2008, 6.3)."""
        most = int(min(steps.max(initial=1), 10_000))
        gains = self.alpha * (1 + self.beta * self.damping(np.arange(1.0, most)))
        grown = 1 + np.concatenate([[0.0], np.cumsum(gains**2)])
        variance: FloatArray = grown[np.minimum(steps, most).astype(int) - 1]
        return variance


CANDIDATES = tuple(
    Smoother(alpha, beta, phi)
    for alpha in (0.05, 0.15, 0.4, 0.8)
    for beta, phi in ((0.0, 0.9), (0.1, 0.9), (0.1, 0.98))
)


def smooth(
    values: FloatArray, chosen: NDArray[np.integer], points: int, last: int | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return level and trend before each of the ``last`` moments, by the candidate chosen for each row.

    Short gaps are filled with the value before them, longer ones count as the mean of the window; so the
    answer depends on ``points + GAP_POINTS`` points. Without a handful of points it is NaN.
    """
    wanted = values.shape[1] if last is None else min(last, values.shape[1])
    level, trend = np.empty((len(values), wanted)), np.empty((len(values), wanted))
    level_weights, trend_weights = _weights(chosen, points)
    rows = max(1, _CHUNK_VALUES // max(1, wanted))
    for start in range(0, len(values), rows):
        part = slice(start, start + rows)
        weights = level_weights[part], trend_weights[part]
        level[part], trend[part] = _smooth(values[part], weights, points, wanted)
    return level, trend


def choose_smoothers(values: FloatArray, points: int) -> NDArray[np.int8]:
    """Return for each row the candidate with the least error one step ahead, and last the usual one."""
    best = np.full(len(values), np.inf)
    chosen = np.zeros(len(values), dtype=np.int8)
    for number in range(len(CANDIDATES)):
        level, trend = smooth(values, np.full(len(values), number), points)
        error = np.abs(values - level - CANDIDATES[number].phi * trend)
        error = np.minimum(error, _CLIP * row_medians(error)[:, np.newaxis])
        mean = np.nansum(error, axis=1) / np.maximum(np.isfinite(error).sum(axis=1), 1)
        is_better = mean < best
        chosen[is_better], best[is_better] = number, mean[is_better]
    usual = np.bincount(chosen, minlength=1).argmax() if len(chosen) else 0
    return np.append(chosen, np.int8(usual))


def _weights(chosen: NDArray[np.integer], points: int) -> tuple[FloatArray, FloatArray]:
    pairs = [candidate.weights(points) for candidate in CANDIDATES]
    levels, trends = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    return levels[chosen], trends[chosen]


def _smooth(
    values: FloatArray, weights: tuple[FloatArray, FloatArray], points: int, wanted: int
) -> tuple[FloatArray, FloatArray]:
    """Add the points age by age, always in this order; time comes first, so that memory is read in a row."""
    padded = np.pad(fill_forward(values, GAP_POINTS), ((0, 0), (points, 0)), constant_values=np.nan)
    timewise = np.ascontiguousarray(padded[:, padded.shape[1] - points - wanted :].T)
    is_known = np.isfinite(timewise)
    known = np.where(is_known, timewise, 0.0)
    center = _center(known, is_known, points, wanted)
    level, trend = center.copy(), np.where(np.isnan(center), np.nan, 0.0)
    for age in range(points):
        part = slice(len(timewise) - 1 - age - wanted, len(timewise) - 1 - age)
        above = known[part] - center * is_known[part]
        level += weights[0][:, age] * above
        trend += weights[1][:, age] * above
    return level.T, trend.T


def _center(known: FloatArray, is_known: NDArray[np.bool_], points: int, wanted: int) -> FloatArray:
    """Return the mean of the points before each moment, NaN where they are too few."""
    total = np.zeros((wanted, known.shape[1]))
    count = np.zeros(total.shape, dtype=np.intp)
    for age in range(points):
        part = slice(len(known) - 1 - age - wanted, len(known) - 1 - age)
        total += known[part]
        count += is_known[part]
    return np.where(count >= _LEAST_POINTS, total / np.maximum(count, 1), np.nan)
