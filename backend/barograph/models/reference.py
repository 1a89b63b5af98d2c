"""The reference: what values and scores looked like in training, kept in the metadata of the model."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import Algorithm, Model
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, rate_of
from barograph.domain import FloatArray, Frame, Labels
from barograph.models.yardstick import CountArray, Yardstick, count_shards, quantile_edges

__all__ = ["SCORE_EDGES", "SHARDS", "Reference", "quality_at_training", "reference_of", "with_reference"]

SCORE_EDGES: FloatArray = np.array(
    [[0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.375, 0.5, 0.625, 0.75, 0.875]]
)
SHARDS = 6
_KEY = "reference"
_DAY_MS = 86_400_000
_LEAST_DAYS = 3
_LEAST_WINDOW = 60
_LEAST_PARTS = 4
_MOST_SERIES = 32
_SCORED_VALUES = 500_000
# Scores of history are those of points that were learnt, and come in bursts: they differ more for no reason.
_SCORE_FLOOR = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """The distributions of a training: values of some series, each by itself, and scores of all together.

    ``window_points`` is how many points are compared with it later. The newest of them, in shards, are what a
    watch begins with, so that a new version every day does not hide a drift that takes longer to be seen.
    """

    window_points: int
    until_ms: int
    labels: tuple[Labels, ...]
    data: Yardstick
    scores: Yardstick
    newest_data: tuple[CountArray, ...] = ()
    newest_scores: tuple[CountArray, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values for the metadata of a model."""
        return {
            "window_points": self.window_points,
            "until_ms": self.until_ms,
            "labels": [dict(labels) for labels in self.labels],
            "data": self.data.to_json(),
            "scores": self.scores.to_json(),
            "newest_data": [shard.tolist() for shard in self.newest_data],
            "newest_scores": [shard.tolist() for shard in self.newest_scores],
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Reference":
        """Return the reference that ``to_json`` wrote."""
        return cls(
            int(values["window_points"]),
            int(values["until_ms"]),
            tuple(Labels(pairs) for pairs in values["labels"]),
            Yardstick.from_json(values["data"]),
            Yardstick.from_json(values["scores"]),
            tuple(np.array(shard, dtype=np.int64) for shard in values["newest_data"]),
            tuple(np.array(shard, dtype=np.int64) for shard in values["newest_scores"]),
        )


def with_reference(model: Model, algorithm: Algorithm, history: Frame, *, has_drifted: bool = False) -> Model:
    """Return the model with the distributions of what it learnt from, where there is enough of it.

    A training because of drift takes the newest points for the new normal, so that it is not told again.
    """
    window = _find_window(history)
    rows = _choose_rows(history, window) if window else []
    if not rows:
        return model
    values = finite_only(history.values[rows])
    data = Yardstick.of(values, quantile_edges(values), window, is_newest_normal=has_drifted)
    scores = _score_by_moment(model, algorithm, history)
    series, shard_points = history.series_count, window // SHARDS
    reference = Reference(
        window,
        int(history.timestamps[-1]),
        tuple(history.labels[row] for row in rows),
        data,
        Yardstick.of(scores, SCORE_EDGES, window * series, _SCORE_FLOOR, is_newest_normal=has_drifted),
        tuple(count_shards(values, data.edges, shard_points, SHARDS)),
        tuple(count_shards(scores, SCORE_EDGES, shard_points * series, SHARDS)),
    )
    return replace(model, meta={**model.meta, _KEY: reference.to_json()})


def reference_of(model: Model) -> Reference | None:
    """Return the reference in the metadata of a model, None where it has none."""
    values = model.meta.get(_KEY)
    return Reference.from_json(values) if isinstance(values, dict) else None


def quality_at_training(model: Model) -> dict[str, Any]:
    """Return how rarely a model finds its own history strange, beside how rare that should be."""
    reference = reference_of(model)
    if reference is None:
        return {}
    counts, edges = reference.scores.counts[0], SCORE_EDGES[0]
    scored = int(counts.sum())
    beyond = int(counts[1 + int(np.searchsorted(edges, DEFAULT_THRESHOLD)) :].sum())
    share = beyond / scored if scored else None
    return {"scored": scored, "strange_share": share, "strange_share_wanted": rate_of(DEFAULT_THRESHOLD)}


def _find_window(history: Frame) -> int:
    """Return how many points to compare: a day where history has some, so that no time of day is a change."""
    points, step_ms = history.point_count, history.step_ms
    if step_ms and points * step_ms >= _LEAST_DAYS * _DAY_MS and _DAY_MS // step_ms >= _LEAST_WINDOW:
        return _DAY_MS // step_ms
    return max(_LEAST_WINDOW, points // 8) if points >= _LEAST_PARTS * _LEAST_WINDOW else 0


def _choose_rows(history: Frame, window: int) -> list[int]:
    """Choose series spread evenly among those with enough values, in the order of their labels."""
    known = np.isfinite(finite_only(history.values)).sum(axis=1)
    rows = sorted(np.flatnonzero(known >= window).tolist(), key=lambda row: history.labels[row])
    return rows[:: -(-len(rows) // _MOST_SERIES)] if rows else []


def _score_by_moment(model: Model, algorithm: Algorithm, history: Frame) -> FloatArray:
    """Score the newest part of history, as much as costs little; all series of a moment stand together."""
    points = min(history.point_count, max(_LEAST_WINDOW, _SCORED_VALUES // history.series_count))
    scores: FloatArray = algorithm.score(model, history, last=points).score.T.reshape(1, -1)
    return scores
