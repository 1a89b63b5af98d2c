"""Series with their bands, computed again from the model whenever somebody looks."""

from dataclasses import dataclass

from barograph.algorithms.registry import Registry
from barograph.domain import Frame, Scores
from barograph.engine.base import Models, Windows
from barograph.engine.judge import Judge
from barograph.errors import ValidationFailed
from barograph.storage.detector_rows import StoredDetector
from barograph.training.learning import query_of

__all__ = ["Band", "Bands"]

_MOST_POINTS = 11_000


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What was seen and what was expected; ``model_version`` says by which model."""

    frame: Frame
    scores: Scores
    model_version: int


class Bands:
    """Replays a range through the model in force: the same numbers that ticks saw, by the same function."""

    def __init__(self, windows: Windows, models: Models, registry: Registry) -> None:
        self._windows = windows
        self._models = models
        self._registry = registry

    def band(self, detector: StoredDetector, start_ms: int, end_ms: int) -> Band:
        """Return values, bands and scores of every point with ``start_ms <= t <= end_ms``."""
        step_ms = detector.spec.query.step.milliseconds
        end_ms = end_ms // step_ms * step_ms
        points = (end_ms - start_ms) // step_ms + 1
        if not 0 < points <= _MOST_POINTS:
            raise ValidationFailed(
                f"The range holds {points:,} points; 1 to {_MOST_POINTS:,} are allowed. Shorten it.",
                detail={"field": "start", "points": points, "limit": _MOST_POINTS},
            )
        versioned = self._models.current(detector)
        judge = Judge.of(detector, versioned, self._registry)
        needed = judge.algorithm.window_points - 1 + points
        query = query_of(detector.spec.query, versioned.model)
        window = self._windows.window(detector.tenant, query, end_ms, needed)
        frame, scores = judge.score(window, points)
        return Band(frame, scores, judge.versioned.version)
