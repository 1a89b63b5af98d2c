"""A yardstick: the distribution of a reference between fixed edges, and how far its parts strayed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["CountArray", "Yardstick", "count_between", "count_shards", "distance", "quantile_edges"]

CountArray = NDArray[np.int64]
_EDGES = 16
_DATA_FLOOR = 0.25
_MARGIN, _FACTOR = 0.1, 1.25
_MOST_PARTS = 60
_CHUNK_POINTS = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class Yardstick:
    """One distribution a row. ``past`` holds how far each part of the reference was from the whole.

    Parts are as long as what will be compared later. So a series that wanders, or that has a weekend, has
    parts far from the whole, and must stray farther than any of them before it counts as changed.
    """

    edges: FloatArray
    counts: CountArray
    past: FloatArray
    floor: float = _DATA_FLOOR

    @classmethod
    def of(
        cls,
        values: FloatArray,
        edges: FloatArray,
        part_points: int,
        floor: float = _DATA_FLOOR,
        *,
        is_newest_normal: bool = True,
    ) -> "Yardstick":
        """Count the values of each row between its edges, and measure the newest whole parts.

        Whether the newest part is normal is not known as a rule; then it is counted, but makes no limit.
        """
        points = values.shape[1]
        starts = range(points % part_points, points, part_points)[-_MOST_PARTS:]
        parts = [count_between(values[:, start : start + part_points], edges) for start in starts]
        older = count_between(values[:, : starts[0]] if parts else values, edges)
        counts = older + sum(parts, start=np.zeros_like(older))
        past = [distance(part, counts) for part in (parts if is_newest_normal else parts[:-1])]
        return cls(edges, counts, np.stack(past, axis=1) if past else np.empty((len(values), 0)), floor)

    @property
    def limits(self) -> FloatArray:
        """From which distance on a row counts as changed; 1 can't be exceeded."""
        farthest = np.nan_to_num(self.past).max(axis=1, initial=0.0)
        limits: FloatArray = np.clip(_FACTOR * farthest + _MARGIN, self.floor, 1.0)
        return limits

    def rarity(self, row: int, found: float) -> float:
        """Return the share of equally long parts at least this far away, the new one among them."""
        past = self.past[row][np.isfinite(self.past[row])]
        return float((1 + (past >= found).sum()) / (1 + len(past)))

    def to_json(self) -> dict[str, Any]:
        """Return plain values for the metadata of a model; what is not known is null."""
        past = [[None if np.isnan(one) else round(float(one), 4) for one in row] for row in self.past]
        return {
            "edges": self.edges.tolist(),
            "counts": self.counts.tolist(),
            "past": past,
            "floor": self.floor,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Yardstick":
        """Return the yardstick that ``to_json`` wrote."""
        counts = np.array(values["counts"], dtype=np.int64)
        past = np.array(values["past"], dtype=np.float64).reshape(len(counts), -1)
        return cls(np.array(values["edges"], dtype=np.float64), counts, past, float(values["floor"]))


def quantile_edges(values: FloatArray) -> FloatArray:
    """Return edges on the quantiles of each row, from just below its least value to its largest."""
    shares = np.linspace(0.0, 1.0, _EDGES)
    edges = np.stack([np.quantile(row[np.isfinite(row)], shares, method="lower") for row in values])
    edges[:, 0] = np.nextafter(edges[:, 0], -np.inf)
    return edges


def count_between(values: FloatArray, edges: FloatArray) -> CountArray:
    """Count the values of each row by the number of edges below them; unknown ones do not count."""
    bins = edges.shape[1] + 1
    counts = np.zeros((len(values), bins), dtype=np.int64)
    rows = np.arange(len(values))[:, np.newaxis]
    for start in range(0, values.shape[1], _CHUNK_POINTS):
        chunk = values[:, start : start + _CHUNK_POINTS]
        place = (chunk[:, :, np.newaxis] > edges[:, np.newaxis, :]).sum(axis=2)
        flat = (rows * bins + place)[np.isfinite(chunk)]
        counts += np.bincount(flat, minlength=counts.size).reshape(counts.shape)
    return counts


def count_shards(values: FloatArray, edges: FloatArray, shard_points: int, shards: int) -> list[CountArray]:
    """Count the newest values in shards of equal length, oldest first; what is missing counts nothing."""
    newest = values[:, max(0, values.shape[1] - shards * shard_points) :]
    starts = range(newest.shape[1] - shards * shard_points, newest.shape[1], shard_points)
    return [count_between(newest[:, max(0, start) : max(0, start + shard_points)], edges) for start in starts]


def distance(counts: CountArray, reference: CountArray) -> FloatArray:
    """Return the two-sample Kolmogorov-Smirnov statistic of each row at the edges, NaN without values."""
    with np.errstate(invalid="ignore", divide="ignore"):
        left, right = (np.cumsum(one, axis=1) / one.sum(axis=1, keepdims=True) for one in (counts, reference))
    found: FloatArray = np.abs(left - right).max(axis=1)
    return found
