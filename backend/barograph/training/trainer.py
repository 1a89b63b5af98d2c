"""One training from beginning to end: fetch, clean, fit, keep as a new version, put in force."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event as Flag

import numpy as np

from barograph.algorithms.codec import encode_model
from barograph.algorithms.registry import Registry
from barograph.config.detector import QuerySpec
from barograph.domain import Event, Frame
from barograph.errors import NotEnoughData
from barograph.policy import Plan
from barograph.policy.learning import teachable
from barograph.storage.anomalies import Anomalies
from barograph.storage.audit import AuditTrail
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.feedback import FeedbackBook
from barograph.storage.models import ModelInfo, Models
from barograph.training.due import DueReason
from barograph.training.fitting import FitRequest, FitResult, Fitter, ProgressListener
from barograph.training.learning import Histories, bind_query, with_learnt
from barograph.training.lifecycle import forget_vanished
from barograph.training.records import audit_of, candidate_of, event_of, trained_version

__all__ = ["Trainer", "Training"]

_LEAST_POINTS = 20
_FETCHED = 0.2


@dataclass(frozen=True, slots=True)
class Training:
    """Who or what asked for a training."""

    asked_by: str
    reason: str


class Trainer:
    """Trains detectors; a training that fails leaves the model before it in force."""

    def __init__(
        self,
        histories: Histories,
        fitter: Fitter,
        registry: Registry,
        models: Models,
        anomalies: Anomalies,
        publish: Callable[[Sequence[Event]], None],
        feedback: FeedbackBook | None = None,
        audit: AuditTrail | None = None,
    ) -> None:
        self._histories = histories
        self._fitter = fitter
        self._registry = registry
        self._models = models
        self._anomalies = anomalies
        self._publish = publish
        self._feedback = feedback
        self._audit = audit

    def train(
        self,
        detector: StoredDetector,
        training: Training,
        now_ms: int,
        progress: ProgressListener,
        cancelled: Flag,
    ) -> ModelInfo:
        """Fit on the history that ends now and put the result in force."""
        query, history = self._fetch(detector, now_ms)
        progress(_FETCHED)
        spec = detector.spec.algorithm
        request = FitRequest(
            spec.name,
            spec.parameters,
            history,
            is_watched=True,
            has_drifted=training.reason == DueReason.DRIFT,
            detector=detector.spec,
        )
        result = self._fitter.fit(
            request, lambda share: progress(_FETCHED + share * (1 - _FETCHED)), cancelled
        )
        result = replace(result, model=with_learnt(result.model, query))
        return self._keep(detector, training, result, history, now_ms)

    def _fetch(self, detector: StoredDetector, now_ms: int) -> tuple[QuerySpec, Frame]:
        spec = detector.spec
        step_ms = spec.query.step.milliseconds
        wanted = self._registry.create(spec.algorithm.name, spec.algorithm.parameters).history_points
        length_ms = max(spec.schedule.history.milliseconds, wanted * step_ms)
        end_ms = (now_ms - spec.query.offset.milliseconds) // step_ms * step_ms
        query = bind_query(self._histories, detector.tenant, spec.query, end_ms - length_ms, end_ms)
        history = self._histories.history(detector.tenant, query, end_ms - length_ms, end_ms)
        episodes = self._anomalies.recent_of(detector.tenant, detector.id, end_ms - length_ms)
        verdicts = (
            self._feedback.verdicts(detector.tenant, detector.id, end_ms - length_ms)
            if self._feedback
            else {}
        )
        plan = Plan.of(spec, detector_id=detector.id, tenant=detector.tenant)
        history = teachable(plan, forget_vanished(spec.schedule, history), episodes, verdicts)
        known = int(np.isfinite(history.values).sum(axis=1).max(initial=0))
        if known < _LEAST_POINTS:
            short = f"{detector.id} has at most {known} points of history a series; it needs {_LEAST_POINTS}."
            raise NotEnoughData(
                short if history.series_count else f"The query returns no series: {query.expression}",
                detail={"points": known, "needed": _LEAST_POINTS},
            )
        return query, history

    def _keep(
        self, detector: StoredDetector, training: Training, result: FitResult, history: Frame, now_ms: int
    ) -> ModelInfo:
        content = encode_model(result.model)
        candidate = candidate_of(detector, result.model, content, training.asked_by, training.reason, now_ms)
        trained = trained_version(candidate, detector, history, result.seconds)
        event = event_of(trained, fit_seconds=round(result.seconds, 3), by=training.asked_by)
        info, events = self._models.add(trained, content, event)
        self._publish(events)
        if self._audit is not None:
            self._audit.append(audit_of(detector, info))
        return info
