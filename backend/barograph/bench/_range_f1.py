"""Range-based F1 (Tatbul, Lee, Zdonik, Alam and Gottschlich, NeurIPS 2018); no point is adjusted.

Recall of a true range is a fifth for being touched at all and four fifths for the share of it that is
covered, divided by the number of predicted ranges that it takes. Precision of a predicted range is the share
of it that is true, divided by the number of true ranges that it touches. Positions weigh alike (flat bias),
and both are means over ranges, so a long range counts no more than a short one.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["best_range_f1", "find_ranges", "range_f1"]

_EXISTENCE = 0.2
_THRESHOLDS = 100

Ranges = Sequence[tuple[int, int]]


def find_ranges(is_set: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return start and stop (not included) of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_set.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def range_f1(is_anomaly: NDArray[np.bool_], is_predicted: NDArray[np.bool_]) -> float:
    """Return the harmonic mean of precision and recall over ranges, 0 where either has none."""
    true, predicted = find_ranges(is_anomaly), find_ranges(is_predicted)
    if not true or not predicted:
        return 0.0
    recall = _mean_share(true, predicted, _EXISTENCE)
    precision = _mean_share(predicted, true, 0.0)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def best_range_f1(is_anomaly: NDArray[np.bool_], score: FloatArray) -> float:
    """Return the best over thresholds, by rank and by height, as others publish it."""
    by_rank = np.quantile(score, 1 - np.geomspace(1e-4, 0.5, _THRESHOLDS))
    by_height = np.linspace(score.min(), score.max(), _THRESHOLDS)
    thresholds = np.unique(np.concatenate([by_rank, by_height]))
    return max(range_f1(is_anomaly, score >= threshold) for threshold in thresholds)


def _mean_share(ranges: Ranges, others: Ranges, existence: float) -> float:
    """Return the mean over ranges of being touched and of the share that others cover."""
    starts, stops = (np.array(side) for side in zip(*others, strict=True))
    total = 0.0
    for start, stop in ranges:
        first, last = np.searchsorted(stops, start, side="right"), np.searchsorted(starts, stop)
        if first < last:
            covered = np.minimum(stops[first:last], stop) - np.maximum(starts[first:last], start)
            share = float(covered.sum()) / (stop - start) / (last - first)
            total += existence + (1 - existence) * share
    return total / len(ranges)
