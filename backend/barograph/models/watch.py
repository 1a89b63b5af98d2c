"""A watch over one model in force: what it has seen in the last while, in a few kilobytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from barograph.algorithms.base import Model
from barograph.domain import FloatArray, Frame, Labels, Scores
from barograph.models.durations import DurationSketch
from barograph.models.reference import SCORE_EDGES, SHARDS, Reference, reference_of
from barograph.models.verdicts import Drift, DriftState, Finding, examine
from barograph.models.yardstick import CountArray, count_between

__all__ = ["Watch"]

_CONFIRMATIONS = 3
_DEFAULT_WINDOW = 1_440


@dataclass(slots=True, eq=False)
class Watch:
    """Counts values and scores of the newest window in six shards, and compares whenever one is full.

    A model drifts once three comparisons in a row have found it strayed: half a window, so that an incident
    does not pass for a new normal. That verdict stays with the version. Nothing here changes a score.
    """

    version: int
    reference: Reference | None = None
    until_ms: int = 0
    points: int = 0
    data: list[CountArray] = field(default_factory=list)
    scores: list[CountArray] = field(default_factory=list)
    series: int = 0
    strayed_in_a_row: int = 0
    drifted_ms: int | None = None
    drift: Drift = field(default_factory=lambda: Drift(DriftState.UNKNOWN))
    durations: DurationSketch = field(default_factory=DurationSketch)
    _rows_of: tuple[tuple[Labels, ...], list[int]] | None = None

    @classmethod
    def over(cls, version: int, model: Model) -> "Watch":
        """Begin to watch a model, with the newest points of its training."""
        reference = reference_of(model)
        if reference is None:
            return cls(version)
        newest = list(reference.newest_data[1:]), list(reference.newest_scores[1:])
        return cls(version, reference, reference.until_ms, 0, *newest)

    @property
    def window_points(self) -> int:
        """How many points are looked at together."""
        return self.reference.window_points if self.reference else _DEFAULT_WINDOW

    @property
    def score_counts(self) -> CountArray:
        """How many scores of the newest window lie between the edges."""
        nothing = np.zeros((1, SCORE_EDGES.shape[1] + 1), dtype=np.int64)
        counts: CountArray = np.sum([nothing, *self.scores], axis=0)[0]
        return counts

    def note(self, frame: Frame, scores: Scores, seconds: float) -> bool:
        """Count the points that are new and return whether the model has just been found to drift."""
        fresh = int(np.searchsorted(frame.timestamps, self.until_ms, side="right"))
        if fresh == frame.point_count:
            return False
        self.durations.note(seconds)
        had_drifted = self.drifted_ms is not None
        shard_points = max(1, self.window_points // SHARDS)
        while fresh < frame.point_count:
            stop = min(frame.point_count, fresh + shard_points - self.points)
            self._count(frame.columns(fresh, stop), scores.columns(fresh, stop).score)
            fresh = stop
            if self.points == shard_points:
                self._compare()
                self._begin_shard()
        return self.drifted_ms is not None and not had_drifted

    def _begin_shard(self) -> None:
        self.points = 0
        del self.data[: -SHARDS + 1], self.scores[: -SHARDS + 1]

    def _count(self, frame: Frame, score: FloatArray) -> None:
        if not self.points or not self.scores:
            self.scores.append(np.zeros((1, SCORE_EDGES.shape[1] + 1), dtype=np.int64))
            rows = self.reference.data.counts if self.reference else np.zeros((0, 0))
            self.data.append(np.zeros(rows.shape, dtype=np.int64))
        self.scores[-1] += count_between(score.reshape(1, -1), SCORE_EDGES)
        if self.reference is not None:
            self.data[-1] += count_between(self._chosen(frame, self.reference), self.reference.data.edges)
        self.points += frame.point_count
        self.series = frame.series_count
        self.until_ms = int(frame.timestamps[-1])

    def _chosen(self, frame: Frame, reference: Reference) -> FloatArray:
        """Return the values of the series that the reference tells of; those that are gone as gaps."""
        if self._rows_of is None or self._rows_of[0] != frame.labels:
            place = {labels: row for row, labels in enumerate(frame.labels)}
            self._rows_of = frame.labels, [place.get(labels, -1) for labels in reference.labels]
        rows = np.array(self._rows_of[1], dtype=np.intp)
        chosen: FloatArray = np.full((len(rows), frame.point_count), np.nan)
        chosen[rows >= 0] = frame.values[rows[rows >= 0]]
        return chosen

    def _compare(self) -> None:
        findings = self._find()
        is_strayed = any(finding.is_strayed for finding in findings)
        self.strayed_in_a_row = self.strayed_in_a_row + 1 if is_strayed else 0
        if self.strayed_in_a_row >= _CONFIRMATIONS and self.drifted_ms is None:
            self.drifted_ms = self.until_ms
        state = DriftState.STEADY if findings else DriftState.UNKNOWN
        self.drift = Drift(state if self.drifted_ms is None else DriftState.DRIFTING, findings)

    def _find(self) -> tuple[Finding, ...]:
        reference = self.reference
        if reference is None or len(self.scores) < SHARDS:
            return ()
        window = reference.window_points
        tests = [
            examine("data", reference.data, np.sum(self.data, axis=0), window),
            examine("scores", reference.scores, np.sum(self.scores, axis=0), window * max(1, self.series)),
        ]
        return tuple(test for test in tests if test is not None)

    def to_json(self) -> dict[str, Any]:
        """Return what a restart must not forget; the reference stands in the model."""
        return {
            "until_ms": self.until_ms,
            "points": self.points,
            "series": self.series,
            "data": [shard.tolist() for shard in self.data],
            "scores": [shard.tolist() for shard in self.scores],
            "strayed_in_a_row": self.strayed_in_a_row,
            "drifted_ms": self.drifted_ms,
            "durations": self.durations.to_json(),
            "drift": self.drift.to_json(),
        }

    def report(self) -> dict[str, Any]:
        """Return what people want to know."""
        reference = self.reference
        return {
            "scores": {
                "edges": [0.0, *SCORE_EDGES[0].tolist(), 1.0],
                "counts": self.score_counts.tolist(),
                "reference_counts": reference.scores.counts[0].tolist() if reference else [],
            },
            "window_points": self.window_points,
            "drift": {**self.drift.to_json(), "since_ms": self.drifted_ms},
            "score_ms": {"p50": self.durations.quantile_ms(0.5), "p95": self.durations.quantile_ms(0.95)},
        }

    @classmethod
    def from_json(cls, version: int, model: Model, values: Mapping[str, Any]) -> "Watch":
        """Return the watch that ``to_json`` wrote."""
        watch = cls.over(version, model)
        watch.until_ms, watch.points = int(values["until_ms"]), int(values["points"])
        watch.series = int(values["series"])
        bins = watch.reference.data.counts.shape if watch.reference else (0, 0)
        watch.data = [np.array(shard, dtype=np.int64).reshape(bins) for shard in values["data"]]
        watch.scores = [np.array(shard, dtype=np.int64) for shard in values["scores"]]
        watch.strayed_in_a_row = int(values["strayed_in_a_row"])
        watch.drifted_ms = values["drifted_ms"]
        watch.durations = DurationSketch.from_json(values["durations"])
        watch.drift = Drift.from_json(values["drift"])
        return watch
