"""VUS-PR, the volume under the surface of precision and recall (Paparrizos et al., VLDB 2022).

Labels get a sloping border of every width up to the period of the series, and the area under precision and
recall is averaged over the widths. No point is adjusted: a hit counts as far as it lies in its border.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["find_period", "measure_vus_pr"]

_THRESHOLDS = 250
_LEAST_LAG, _MOST_LAG, _LAGS = 3, 300, 400
_DEFAULT_PERIOD = 125
_MOST_POINTS = 20_000

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class _Ranking:
    """Points in the order of their scores, and what lies above each threshold: how many, how many true."""

    spans: Spans
    is_anomaly: NDArray[np.bool_]
    score: FloatArray
    order: NDArray[np.intp]
    thresholds: FloatArray
    counts: NDArray[np.intp]
    hits: NDArray[np.intp]


def find_period(values: FloatArray) -> int:
    """Return the lag of the highest peak of the autocorrelation, 125 where it has none in range."""
    part = values[:_MOST_POINTS] - values[:_MOST_POINTS].mean()
    power = np.abs(np.fft.rfft(part, 2 * len(part))) ** 2
    correlation = np.fft.irfft(power)[_LEAST_LAG : min(_LAGS + 1, len(part))]
    inner = correlation[1:-1]
    peaks = np.flatnonzero((inner > correlation[:-2]) & (inner > correlation[2:])) + 1
    if not len(peaks):
        return _DEFAULT_PERIOD
    peak = int(peaks[len(peaks) - 1 - np.argmax(correlation[peaks][::-1])])
    return peak + _LEAST_LAG if _LEAST_LAG <= peak <= _MOST_LAG else _DEFAULT_PERIOD


def measure_vus_pr(is_anomaly: NDArray[np.bool_], score: FloatArray, period: int) -> float:
    """Return the volume for one series; scores may have any scale."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_anomaly.astype(np.int8), [0]])))
    spans = [(int(start), int(stop) - 1) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    order = np.argsort(-score, kind="stable")
    places = np.linspace(0, len(score) - 1, _THRESHOLDS).astype(np.intp)
    thresholds = score[order][places]
    counts = np.searchsorted(-score[order], -thresholds, side="right")
    hits = np.cumsum(is_anomaly[order].astype(np.intp))[counts - 1]
    ranking = _Ranking(spans, is_anomaly, score, order, thresholds, counts, hits)
    return float(np.mean([_area(ranking, width) for width in range(period + 1)]))


def _area(ranking: "_Ranking", width: int) -> float:
    """Return the area under precision and recall for labels with borders of one width."""
    spans, hits, counts, points = ranking.spans, ranking.hits, ranking.counts, len(ranking.score)
    border = _borders(spans, points, width)
    border[ranking.is_anomaly] = 0.0
    near = np.cumsum(border[ranking.order])[counts - 1]
    recall = np.minimum((hits + near) / (ranking.is_anomaly.sum() + near / 2), 1.0)
    peaks = np.array([ranking.score[start : stop + 1].max() for start, stop in _merge(spans, points, width)])
    exists = (peaks[:, np.newaxis] >= ranking.thresholds).mean(axis=0)
    steps = np.diff(recall * exists, prepend=0.0)
    return float(np.dot(steps, (hits + near) / counts))


def _borders(spans: Spans, points: int, width: int) -> FloatArray:
    border = np.zeros(points)
    for start, stop in spans:
        after = np.arange(stop + 1, min(stop + width // 2 + 1, points))
        border[after] += np.sqrt(1 - (after - stop) / max(width, 1))
        before = np.arange(max(start - width // 2, 0), start)
        border[before] += np.sqrt(1 - (start - before) / max(width, 1))
    return np.minimum(border, 1.0)


def _merge(spans: Spans, points: int, width: int) -> Spans:
    """Widen spans by half the width and join those that touch."""
    half = width // 2
    merged: Spans = []
    for start, stop in spans:
        if merged and merged[-1][1] >= start - half:
            merged[-1] = (merged[-1][0], min(stop + half, points - 1))
        else:
            merged.append((max(start - half, 0), min(stop + half, points - 1)))
    return merged
