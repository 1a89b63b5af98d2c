"""Straight runs: how steadily series have been rising or falling up to now, and for how long."""

from dataclasses import dataclass

import numpy as np

from barograph.domain import FloatArray

__all__ = ["StraightRuns", "find_straight_runs"]

_LEAST_POINTS = 24
_LEAST_KNOWN = 0.5
_RISE_OVER_NOISE = 16.0  # of random walks, one in thirty looks as steady as that
_ALIKE = 2.0
_TRUST = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class StraightRuns:
    """Level at the last point, change a point, noise around the line, and length: 0 if there is no run."""

    level: FloatArray
    slope: FloatArray
    noise: FloatArray
    points: FloatArray

    def ahead(self, steps: FloatArray) -> FloatArray:
        """Return how far a series goes within some steps.

        What has lasted for long is trusted for long: after four times the length of the run so far, two
        thirds of the slope are gone.
        """
        patience = np.maximum(_TRUST * self.points, 1.0)[:, np.newaxis]
        gone: FloatArray = self.slope[:, np.newaxis] * patience * (1 - np.exp(-steps / patience))
        return gone

    def straight_ahead(self, steps: FloatArray) -> FloatArray:
        """Return how far a series goes within some steps if nothing slows it down."""
        return np.asarray(self.slope[:, np.newaxis] * steps)


def find_straight_runs(values: FloatArray) -> StraightRuns:
    """Find the longest straight run that ends with the last point of each series, among ever shorter ones.

    It rises or falls by sixteen times the noise around it, and in both of its halves about as fast.
    """
    found = StraightRuns(*(np.zeros(len(values)) for _ in range(4)))
    points = values.shape[1]
    open_rows = np.arange(len(values))
    while points >= _LEAST_POINTS and open_rows.size:
        part = values[open_rows, values.shape[1] - points :]
        slope, level, noise = _fit_lines(part)
        halves = (_fit_lines(part[:, : points // 2])[0], _fit_lines(part[:, points // 2 :])[0])
        with np.errstate(invalid="ignore"):
            is_run = np.abs(slope) * points >= np.maximum(_RISE_OVER_NOISE * noise, _tiny(part))
            for half in halves:
                is_run &= (half * slope > 0) & (np.abs(half) >= np.abs(slope) / _ALIKE)
                is_run &= np.abs(half) <= np.abs(slope) * _ALIKE
        rows = open_rows[is_run]
        found.level[rows], found.slope[rows], found.noise[rows] = level[is_run], slope[is_run], noise[is_run]
        found.points[rows] = points
        open_rows = open_rows[~is_run]
        points = points * 2 // 3
    return found


def _fit_lines(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return slope a point, last value and noise of straight lines; the slope is NaN if little is known."""
    is_known = np.isfinite(values)
    counts = is_known.sum(axis=1)
    known, weight = np.where(is_known, values, 0.0), is_known.astype(np.float64)
    moments = np.arange(1.0 - values.shape[1], 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        middle, mean = (weight * moments).sum(axis=1) / counts, known.sum(axis=1) / counts
        apart = (moments - middle[:, np.newaxis]) * weight
        slope = (apart * (known - mean[:, np.newaxis])).sum(axis=1) / (apart**2).sum(axis=1)
        level = mean - slope * middle
        rest = (values - level[:, np.newaxis] - slope[:, np.newaxis] * moments) * np.where(is_known, 1.0, 0.0)
        noise = np.sqrt(np.nansum(rest**2, axis=1) / np.maximum(counts - 2, 1))
    slope[counts < max(3, _LEAST_KNOWN * values.shape[1])] = np.nan
    return slope, level, noise


def _tiny(values: FloatArray) -> FloatArray:
    """Return the change that is only rounding."""
    with np.errstate(invalid="ignore"):
        return np.asarray(1e-9 * np.nan_to_num(np.abs(values)).max(axis=1))
