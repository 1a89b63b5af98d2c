"""The plan: what policy must know about one detector, made once and used every tick."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from barograph.config.detector import DetectorSpec
from barograph.config.policy import PolicySpec
from barograph.domain import FloatArray, Labels, Severity, TimeArray
from barograph.policy.base import Stage
from barograph.policy.calendars import RuleCalendar, build_calendar
from barograph.policy.quantities import guess_unit
from barograph.policy.stages import build_stages

__all__ = ["DEFAULT_THRESHOLD", "Plan", "Season"]

DEFAULT_THRESHOLD = 0.625
_RECOVERY_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Season:
    """Times with a threshold of their own; the last one that holds wins."""

    calendar: RuleCalendar
    threshold: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A policy made ready: the rules as stages, and the names that go into episodes and sentences."""

    detector_id: str
    tenant: str
    title: str
    policy: PolicySpec
    step_ms: int
    threshold: float
    stages: tuple[Stage, ...]
    seasons: tuple[Season, ...]
    labels: Labels
    unit: str = ""
    model_version: int | None = None

    @classmethod
    def of(
        cls,
        detector: DetectorSpec,
        *,
        detector_id: str | None = None,
        tenant: str = "default",
        model_version: int | None = None,
        default_threshold: float = DEFAULT_THRESHOLD,
    ) -> "Plan":
        """Make the plan of a detector; ``default_threshold`` is what its algorithm or budget asks for."""
        policy, labels = detector.policy, Labels(detector.labels)
        return cls(
            detector_id=detector_id or detector.name,
            tenant=tenant,
            title=detector.title or detector.name,
            policy=policy,
            step_ms=detector.query.step.milliseconds,
            threshold=default_threshold if policy.threshold is None else policy.threshold,
            stages=tuple(build_stages(policy, labels)),
            seasons=tuple(
                Season(build_calendar(rule), rule.threshold)
                for rule in policy.calendars
                if rule.threshold is not None
            ),
            labels=labels,
            unit=detector.unit or guess_unit(detector.query.expression),
            model_version=model_version,
        )

    @property
    def recover_below(self) -> float:
        """The score below which a point is calm."""
        stated = self.policy.recover_below
        return self.threshold * _RECOVERY_SHARE if stated is None else min(stated, self.threshold)

    @property
    def recall_ms(self) -> int:
        """How long ago an episode may have ended and still matter."""
        budget = self.policy.budget
        # An episode must not begin before the one before it ended, however far M points reach back.
        memory_ms = (self.memory_points + 1) * self.step_ms
        return max(self.policy.cooldown.milliseconds, budget.window_ms if budget else 0, memory_ms)

    @property
    def memory_points(self) -> int:
        """How many points before a new one a decision needs."""
        return self.policy.memory_points

    def thresholds(self, times: TimeArray) -> FloatArray:
        """Return the score from which each moment counts as strange."""
        thresholds = np.full(times.shape, self.threshold)
        for season in self.seasons:
            thresholds[season.calendar.covers(times)] = season.threshold
        return thresholds

    def labels_of(self, series: Labels) -> Labels:
        """Return the labels of an episode: those of the series with the detector's own laid over them."""
        return series.merged(self.labels) if self.labels else series

    def severity_of(self, score: float) -> Severity:
        """Return the step of the ladder that a score reaches."""
        steps: Sequence[tuple[float, Severity]] = [
            (step.score, step.severity) for step in self.policy.severities
        ]
        if not steps:
            return Severity.WARNING
        reached = [(floor, severity.rank, severity) for floor, severity in steps if score >= floor]
        return max(reached)[2] if reached else Severity.INFO
