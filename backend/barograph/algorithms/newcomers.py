"""Newcomers: series without history are judged by the points just before, with all the doubt that needs."""

import numpy as np

from barograph.algorithms.bursts import tell_once
from barograph.algorithms.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.floors import raise_to_floor
from barograph.algorithms.rolling import finite_only, rolling_median_and_mad
from barograph.algorithms.tails import CERTAIN
from barograph.domain import FloatArray, Scores

__all__ = ["judge_newcomers"]

_WINDOW = 60
_LEAST_POINTS = 8
_NORMAL = 1.4826
_SURPRISE_PER_SCALE = 0.446  # of a Laplace distribution, whose tails are heavier than normal ones


def judge_newcomers(values: FloatArray, quiet_points: int) -> Scores:
    """Score each point by its distance from the median of the 60 points before it."""
    counts, found = rolling_median_and_mad(finite_only(values), _WINDOW)
    expected = np.where(counts >= _LEAST_POINTS, found[..., 0], np.nan)
    scale = raise_to_floor(expected, _NORMAL * found[..., 1], np.full(len(values), np.nan))
    with np.errstate(invalid="ignore", over="ignore"):
        distance = np.abs(values - expected) / scale
    surprise = np.minimum(_SURPRISE_PER_SCALE * distance, CERTAIN)
    alert = tell_once([np.nan_to_num(surprise)], quiet_points)
    half = DEFAULT_THRESHOLD * CERTAIN / _SURPRISE_PER_SCALE * scale
    return Scores(
        score=score_of(surprise),
        expected=expected,
        lower=expected - half,
        upper=expected + half,
        alert=np.where(np.isfinite(surprise), score_of(alert), np.nan),
    )
