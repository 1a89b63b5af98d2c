"""One detector made ready to judge windows: the same for live ticks, previews and backtests."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from barograph.algorithms.base import Algorithm, compares_series
from barograph.algorithms.registry import Registry
from barograph.domain import Anomaly, Frame, Scores
from barograph.engine.data_health import add_data_health
from barograph.policy import Outcome, Plan, advance
from barograph.sources.targets import Targets
from barograph.storage.detector_rows import StoredDetector
from barograph.training.budgeting import threshold_of
from barograph.training.versions import VersionedModel

__all__ = ["Judge", "Judgement", "Score"]

Score = Callable[[Frame, int], tuple[Frame, Scores]]
"""Scores the last points of a window; returns these moments and their scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """The judged points with their scores, and what policy made of the new ones among them."""

    frame: Frame
    scores: Scores
    outcome: Outcome
    score_seconds: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """An algorithm with its model and a policy with its plan: a pure function of a window."""

    algorithm: Algorithm
    versioned: VersionedModel
    plan: Plan

    @classmethod
    def of(cls, detector: StoredDetector, versioned: VersionedModel, registry: Registry) -> "Judge":
        """Make the judge of a detector."""
        spec = detector.spec
        plan = Plan.of(
            spec,
            detector_id=detector.id,
            tenant=detector.tenant,
            model_version=versioned.version,
            default_threshold=threshold_of(versioned.model),
        )
        return cls(registry.create(spec.algorithm.name, spec.algorithm.parameters), versioned, plan)

    def points_needed(self, new_points: int) -> int:
        """How many points a window must have so that the last ``new_points`` are judged exactly."""
        return self.algorithm.window_points - 1 + self.points_decided(new_points)

    def points_decided(self, new_points: int) -> int:
        """How many of the last points policy looks at, so that it decides on the new ones exactly."""
        return self.plan.memory_points + new_points

    def score(self, window: Frame, points: int) -> tuple[Frame, Scores]:
        """Score the last ``points`` moments of a window; returns these moments and their scores."""
        points = min(points, window.point_count)
        return window.tail(points), self.algorithm.score(self.versioned.model, window, last=points)

    def score_rows(self, window: Frame, points: int, rows: Sequence[int]) -> tuple[Frame, Scores]:
        """Score some series of a window; the others cost nothing, unless the algorithm compares them."""
        if not compares_series(self.algorithm):
            return self.score(window.rows(rows), points)
        frame, scores = self.score(window, points)
        return frame.rows(rows), scores.rows(rows)

    def judge(
        self,
        window: Frame,
        episodes: Sequence[Anomaly],
        since_ms: int,
        targets: Targets | None = None,
        score: Score | None = None,
    ) -> Judgement:
        """Score the points after ``since_ms`` and fold them into the episodes.

        ``score`` may know a cheaper way to the same scores.
        """
        targets, score = targets or Targets(), score or self.score
        started = time.perf_counter()
        frame, scores = score(window, self.points_decided(int((window.timestamps > since_ms).sum())))
        seconds = time.perf_counter() - started
        outcome = advance(self.plan, frame, scores, episodes, since_ms, targets.find_down)
        changes = add_data_health(self.plan, frame, targets, outcome.changes)
        return Judgement(frame, scores, replace(outcome, changes=changes), seconds)
