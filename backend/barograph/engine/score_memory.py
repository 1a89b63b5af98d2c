"""Scores of points that were judged before: a tick scores its new points only."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np

from barograph.algorithms.base import Traces, go_on
from barograph.config.detector import AlgorithmSpec
from barograph.domain import FloatArray, Frame, Scores
from barograph.engine.judge import Judge
from barograph.storage.detector_rows import StoredDetector
from barograph.training.versions import VersionedModel

__all__ = ["ScoreMemory"]


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What a tick leaves to the next: the scores of the last points of a window, and how they came about."""

    algorithm: AlgorithmSpec
    versioned: VersionedModel
    window: Frame
    scores: Scores
    traces: Traces | None

    @property
    def size_bytes(self) -> int:
        """How much memory is taken; a window that is a part of a larger matrix belongs to somebody else."""
        values, base = self.window.values, self.window.values.base
        is_part = isinstance(base, np.ndarray) and base.size > values.size
        traces = sum(array.nbytes for array in (self.traces or {}).values())
        return self.scores.size_bytes + traces + (0 if is_part else values.nbytes)


class ScoreMemory:
    """Keeps the last scores of each detector, up to ``max_bytes`` together.

    Policy looks at some points before the new ones. Their scores depend on the model and on the window alone,
    so they are scored again only where one of these changed. What comes from here equals what the judge
    says of the same window.
    """

    def __init__(self, max_bytes: int = 256 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
        self.size_bytes = 0
        """How much memory the kept scores take."""

    def score(
        self, detector: StoredDetector, judge: Judge, window: Frame, points: int
    ) -> tuple[Frame, Scores]:
        """Score the last ``points`` moments of a window; returns these moments and their scores."""
        key, algorithm = (detector.tenant, detector.id), detector.spec.algorithm
        points = min(points, window.point_count)
        kept = self._take(key)
        if kept is not None and not _has_same_judge(kept, algorithm, judge.versioned):
            kept = None
        new = points if kept is None else _count_new(kept, window, points, judge.algorithm.window_points)
        traces = None if kept is None or new == points else kept.traces
        scores, traces = go_on(judge.algorithm, judge.versioned.model, window, new, traces)
        if kept is not None and new < points:
            scores = kept.scores.tail(points - new).followed_by(scores)
        self._keep(key, _Kept(algorithm, judge.versioned, window, scores, traces))
        return window.tail(points), scores

    def _take(self, key: tuple[str, str]) -> _Kept | None:
        with self._lock:
            kept = self._kept.pop(key, None)
            self.size_bytes -= kept.size_bytes if kept else 0
        return kept

    def _keep(self, key: tuple[str, str], kept: _Kept) -> None:
        with self._lock:
            self._kept[key] = kept
            self.size_bytes += kept.size_bytes
            while self.size_bytes > self._max_bytes:
                self.size_bytes -= self._kept.popitem(last=False)[1].size_bytes


def _has_same_judge(kept: _Kept, algorithm: AlgorithmSpec, versioned: VersionedModel) -> bool:
    """Tell whether the same algorithm would judge by the same model; one without a fit has version 0."""
    is_same = kept.versioned.model is versioned.model or kept.versioned.version == versioned.version == 0
    return is_same and kept.algorithm == algorithm


def _count_new(kept: _Kept, window: Frame, points: int, window_points: int) -> int:
    """Return how many of the last points of the window must be scored: those after the kept ones, or all.

    The kept scores count where they came from the points that are in the window now, and from as many.
    """
    if not kept.window.point_count or kept.window.labels != window.labels:
        return points
    shared = int(np.searchsorted(window.timestamps, kept.window.timestamps[-1], side="right"))
    new = window.point_count - shared
    known = points - new
    if not 0 < known <= kept.scores.score.shape[1] or not known + window_points - 1 <= shared:
        return points
    if shared > kept.window.point_count or new == 0:
        return points
    before, now = kept.window.tail(shared), window.columns(0, shared)
    is_same = np.array_equal(before.timestamps, now.timestamps) and _are_same(before.values, now.values)
    return new if is_same else points


def _are_same(before: FloatArray, now: FloatArray) -> bool:
    """Compare bit by bit, except for two views of the same cells."""
    if before.ctypes.data == now.ctypes.data and before.strides == now.strides:
        return True
    return np.array_equal(before.view(np.int64), now.view(np.int64))
