"""Replay: drives an algorithm through recorded series as production would, nothing fitted on the future."""

from dataclasses import dataclass

import numpy as np

from barograph.algorithms.base import Algorithm
from barograph.domain import FloatArray, Frame, TimeArray

__all__ = ["Replayed", "increasing", "replay"]

REFIT_POINTS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """The steady score and the alert signal of every point, 0 before the first fit and in gaps."""

    score: FloatArray
    signal: FloatArray
    bytes_per_series: float


def replay(algorithm: Algorithm, frame: Frame, first_fit: int, refit_points: int = REFIT_POINTS) -> Replayed:
    """Fit on what was there before ``first_fit``, score on, and fit again on the past now and then.

    Scoring is the call of a live tick: a window of the points it may depend on, and how many are new.
    """
    score, signal, model_bytes = np.zeros(frame.values.shape), np.zeros(frame.values.shape), 0
    for start in range(max(1, first_fit), frame.point_count, refit_points):
        stop = min(frame.point_count, start + refit_points)
        model = algorithm.fit(frame.columns(0, start))
        window = frame.columns(max(0, start - algorithm.window_points + 1), stop)
        scores = algorithm.score(model, window, last=stop - start)
        score[:, start:stop] = np.nan_to_num(scores.score)
        signal[:, start:stop] = np.nan_to_num(scores.signal)
        model_bytes = sum(array.nbytes for array in model.arrays.values())
    return Replayed(score, signal, model_bytes / max(1, frame.series_count))


def increasing(timestamps: TimeArray) -> TimeArray:
    """Return the moments with repeated and turned-back ones moved on by a millisecond each."""
    is_late = np.diff(np.maximum.accumulate(timestamps), prepend=timestamps[:1] - 1) <= 0
    moved: TimeArray = np.maximum.accumulate(timestamps) + np.cumsum(is_late)
    return moved
