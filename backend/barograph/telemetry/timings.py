"""Durations in buckets, counted where the work is done; the numbers travel with a heartbeat to /metrics."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

__all__ = ["BOUNDS", "Timings", "buckets_of"]

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper bounds in seconds; what lasts longer falls into the bucket without one."""


class Timings:
    """Counts durations for each of a few sets of labels."""

    def __init__(self, bounds: Sequence[float] = BOUNDS) -> None:
        self._bounds = tuple(bounds)
        self._lock = Lock()
        self._counts: dict[tuple[str, ...], list[int]] = {}
        self._sums: dict[tuple[str, ...], float] = {}

    def observe(self, seconds: float, *labels: str) -> None:
        """Count a duration."""
        with self._lock:
            counts = self._counts.setdefault(labels, [0] * (len(self._bounds) + 1))
            counts[bisect_left(self._bounds, seconds)] += 1
            self._sums[labels] = self._sums.get(labels, 0.0) + seconds

    def to_json(self) -> dict[str, Any]:
        """Return bounds, and labels, counts by bucket and sum of each set of labels."""
        with self._lock:
            rows = [
                {"labels": list(labels), "counts": list(counts), "sum": self._sums[labels]}
                for labels, counts in self._counts.items()
            ]
        return {"bounds": list(self._bounds), "rows": rows}


def buckets_of(bounds: Sequence[float], row: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return the buckets of a row as Prometheus counts them: each holds those before it."""
    total, buckets = 0, []
    for bound, count in zip((*(str(float(one)) for one in bounds), "+Inf"), row["counts"], strict=True):
        total += count
        buckets.append((bound, float(total)))
    return buckets
