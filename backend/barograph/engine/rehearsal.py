"""A rehearsal: what a detector would have done over a past range, trainings included."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event as Flag

import numpy as np

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Anomaly, Frame
from barograph.engine.data_health import Scrapes, know_nothing_of_scrapes
from barograph.engine.judge import Judge
from barograph.engine.replay import Replay
from barograph.errors import NotEnoughData, ValidationFailed
from barograph.policy import Plan
from barograph.policy.learning import teachable
from barograph.training.budgeting import threshold_of
from barograph.training.fitting import FitRequest, Fitter
from barograph.training.growth import Past
from barograph.training.learning import Histories, bind_query
from barograph.training.lifecycle import forget_vanished
from barograph.training.versions import VersionedModel

__all__ = ["Performance", "Rehearsal"]

_LEAST_POINTS = 20
_MOST_POINTS = 200_000
_FETCHED = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """What happened in a rehearsal; ``replay`` can show each episode again."""

    spec: DetectorSpec
    start_ms: int
    end_ms: int
    series_count: int
    trainings: int
    replay: Replay

    @property
    def episodes(self) -> tuple[Anomaly, ...]:
        """Every episode, in the order of opening."""
        return self.replay.episodes

    @property
    def reasons(self) -> Counter[str]:
        """How often each decision was taken, and why."""
        return self.replay.reasons


class Rehearsal:
    """Runs the production code over history; nothing is stored and nobody is told."""

    def __init__(
        self,
        histories: Histories,
        fitter: Fitter,
        registry: Registry,
        scrapes: Scrapes = know_nothing_of_scrapes,
    ) -> None:
        self._histories = histories
        self._fitter = fitter
        self._registry = registry
        self._scrapes = scrapes

    def run(
        self,
        spec: DetectorSpec,
        start_ms: int,
        end_ms: int,
        on_progress: Callable[[float], None] = lambda _share: None,
        cancelled: Flag | None = None,
        tenant: str = "default",
    ) -> Performance:
        """Judge every point with ``start_ms <= t <= end_ms``, with models trained as they would have been."""
        cancelled = cancelled or Flag()
        step_ms = spec.query.step.milliseconds
        start_ms, end_ms = start_ms // step_ms * step_ms, end_ms // step_ms * step_ms
        _check_range(start_ms, end_ms, step_ms)
        # The first point is judged too, so everything begins one step earlier.
        first_ms = start_ms - step_ms
        frame = self._fetch(spec, first_ms, end_ms, tenant)
        on_progress(_FETCHED)
        up = self._scrapes(tenant, spec.query, frame.labels, end_ms, frame.point_count)
        replay = Replay(frame, up)
        trained_ms, trainings = first_ms, 0
        judge: Judge | None = None
        while trained_ms < end_ms and not cancelled.is_set():
            history = self._learnable(spec, frame, replay, trained_ms, tenant)
            judge = self._train(spec, history, judge, cancelled, tenant)
            trainings += 1
            until_ms = min(end_ms, _next_training(spec, history, trained_ms) or end_ms)
            replay.run(
                judge,
                trained_ms,
                until_ms,
                lambda at_ms: on_progress(
                    _FETCHED + (1 - _FETCHED) * (at_ms - start_ms) / (end_ms - start_ms)
                ),
                cancelled,
            )
            trained_ms = until_ms
        return Performance(spec, start_ms, end_ms, frame.series_count, trainings, replay)

    def _fetch(self, spec: DetectorSpec, start_ms: int, end_ms: int, tenant: str) -> Frame:
        algorithm = self._registry.create(spec.algorithm.name, spec.algorithm.parameters)
        step_ms = spec.query.step.milliseconds
        before = algorithm.window_points + Plan.of(spec).memory_points
        length_ms = before * step_ms
        if algorithm.history_points:
            length_ms = max(length_ms, spec.schedule.history.milliseconds, algorithm.history_points * step_ms)
        query = bind_query(self._histories, tenant, spec.query, start_ms - length_ms, start_ms)
        return self._histories.history(tenant, query, start_ms - length_ms, end_ms)

    def _train(
        self,
        spec: DetectorSpec,
        history: Frame,
        before: Judge | None,
        cancelled: Flag,
        tenant: str,
    ) -> Judge:
        """Fit on the past of a moment; with too little of it the model before stays in force."""
        algorithm = self._registry.create(spec.algorithm.name, spec.algorithm.parameters)
        version = 1 + (before.versioned.version if before else 0)
        known = int(np.isfinite(history.values).sum(axis=1).max(initial=0))
        if algorithm.history_points and known < _LEAST_POINTS:
            if before is not None:
                return before
            raise NotEnoughData(
                f"{spec.name} has at most {known} points of history before the range; it needs "
                f"{_LEAST_POINTS}. Start later, or shorten schedule.history.",
                detail={"points": known, "needed": _LEAST_POINTS},
            )
        request = FitRequest(spec.algorithm.name, spec.algorithm.parameters, history, detector=spec)
        model = self._fitter.fit(request, lambda _share: None, cancelled).model
        plan = Plan.of(spec, tenant=tenant, model_version=version, default_threshold=threshold_of(model))
        return Judge(algorithm, VersionedModel(model, version), plan)

    def _learnable(self, spec: DetectorSpec, frame: Frame, replay: Replay, now_ms: int, tenant: str) -> Frame:
        """Return the history before a moment, without what a training must not learn from."""
        algorithm = self._registry.create(spec.algorithm.name, spec.algorithm.parameters)
        if not algorithm.history_points:
            return Frame.empty()
        wanted_ms = max(
            spec.schedule.history.milliseconds, algorithm.history_points * spec.query.step.milliseconds
        )
        past = frame.between(now_ms - wanted_ms, now_ms)
        living = forget_vanished(spec.schedule, past)
        return teachable(Plan.of(spec, tenant=tenant), living, replay.episodes)


def _next_training(spec: DetectorSpec, history: Frame, trained_ms: int) -> int | None:
    """Return the point of the grid at which the next training is due; without history there is none."""
    if not history.point_count:
        return None
    step_ms = spec.query.step.milliseconds
    due_ms = Past.of(history).next_training_ms(spec.schedule, trained_ms)
    return trained_ms + max(step_ms, (due_ms - trained_ms) // step_ms * step_ms)


def _check_range(start_ms: int, end_ms: int, step_ms: int) -> None:
    points = (end_ms - start_ms) // step_ms + 1
    if not 1 < points <= _MOST_POINTS:
        raise ValidationFailed(
            f"The range holds {points:,} points; 2 to {_MOST_POINTS:,} are allowed. Change its start or end.",
            detail={"field": "start", "points": points, "limit": _MOST_POINTS},
        )
