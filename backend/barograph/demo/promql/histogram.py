"""histogram_quantile: from cumulative buckets to a quantile, by linear interpolation."""

import numpy as np

from barograph.demo.promql.values import Scalar, Vector
from barograph.domain import FloatArray, Labels

__all__ = ["histogram_quantile"]


def histogram_quantile(quantile: Scalar, buckets: Vector) -> Vector:
    """Return the quantile of each histogram, a histogram being the series that differ in ``le`` alone."""
    histograms: dict[Labels, list[tuple[float, int]]] = {}
    for row, labels in enumerate(buckets.labels):
        if "le" in labels:
            identity = labels.without("le", "__name__")
            histograms.setdefault(identity, []).append((float(labels["le"]), row))
    rows = []
    for members in histograms.values():
        bounds = np.array([bound for bound, _ in sorted(members)])
        counts = buckets.values[[row for _, row in sorted(members)]]
        rows.append(_quantile(quantile.values, bounds, np.maximum.accumulate(counts, axis=0)))
    if not rows:
        return Vector.empty(buckets.values.shape[1])
    return Vector(tuple(histograms), np.array(rows))


def _quantile(quantile: FloatArray, bounds: FloatArray, counts: FloatArray) -> FloatArray:
    if len(bounds) < 2 or not np.isinf(bounds[-1]):
        return np.full(counts.shape[1], np.nan)
    total = counts[-1]
    rank = quantile * total
    bucket = np.minimum((counts < rank).sum(axis=0), len(bounds) - 1)
    moments = np.arange(counts.shape[1])
    below = np.where(bucket > 0, counts[bucket - 1, moments], 0.0)
    floor = np.where(bucket > 0, bounds[bucket - 1], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (rank - below) / (counts[bucket, moments] - below)
        inside = floor + (np.where(np.isinf(bounds[bucket]), 0.0, bounds[bucket]) - floor) * share
    result = np.where(bucket == len(bounds) - 1, bounds[-2], inside)
    return np.where(total > 0, result, np.nan)
