"""The monitor: watches what models in force see, tells when one has drifted, and asks for a training."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import structlog

from barograph.domain import Event, EventType
from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.models import DriftState, Finding, Watch
from barograph.storage import Models, StoredDetector
from barograph.storage.model_watches import ModelWatches, StoredWatch
from barograph.training.agenda import Agenda
from barograph.training.versions import VersionedModel

__all__ = ["ModelMonitor"]

_log = structlog.get_logger(__name__)
_SAVE_MS = 60_000
_FORGET_MS = 86_400_000
_MOST_TOLD = 50

_Key = tuple[str, str]


@dataclass(slots=True)
class _Watched:
    watch: Watch
    trained_ms: int
    saved_ms: int = 0
    noted_ms: int = 0
    lock: Lock = field(default_factory=Lock)


class ModelMonitor:
    """A listener of ticks. It reads scores and never changes one."""

    def __init__(
        self,
        watches: ModelWatches,
        models: Models,
        agenda: Agenda,
        publish: Callable[[Sequence[Event]], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._watches = watches
        self._models = models
        self._agenda = agenda
        self._publish = publish
        self._clock = clock
        self._watched: dict[_Key, _Watched] = {}
        self._drifts = 0

    def on_tick(self, report: TickReport) -> None:
        """Count the points that are new in this tick."""
        judgement, versioned = report.judgement, report.versioned
        if judgement is None or versioned is None:
            return
        detector, now_ms = report.detector, int(self._clock() * 1000)
        watched = self._watched_of(detector, versioned)
        frame, scores = judgement.frame, judgement.scores
        first = int((frame.timestamps <= report.since_ms).sum())
        with watched.lock:
            has_drifted = watched.watch.note(
                frame.columns(first), scores.columns(first), judgement.score_seconds
            )
            watched.noted_ms = now_ms
        if has_drifted:
            self._tell(detector, watched, now_ms)
        elif now_ms - watched.saved_ms >= _SAVE_MS:
            self._save(detector, watched, now_ms)
        if watched.watch.drifted_ms is not None:
            self._agenda.note_drift(detector, watched.trained_ms, now_ms)

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Nothing was judged, so there is nothing to count."""

    def to_json(self) -> dict[str, Any]:
        """Return how models fare: how many in each state, and the most drifting ones by name."""
        self._forget_idle()
        watched = list(self._watched.items())
        states = dict.fromkeys((state.value for state in DriftState), 0)
        ratios: list[tuple[float, str, str, str]] = []
        for (tenant, detector_id), one in watched:
            states[one.watch.drift.state.value] += 1
            ratios += [
                (finding.statistic / finding.threshold, tenant, detector_id, finding.subject)
                for finding in one.watch.drift.findings
            ]
        told = sorted(ratios, reverse=True)[:_MOST_TOLD]
        return {
            "states": states,
            "drifts": self._drifts,
            "ratios": [[*names, round(ratio, 4)] for ratio, *names in told],
        }

    def _watched_of(self, detector: StoredDetector, versioned: VersionedModel) -> _Watched:
        key = (detector.tenant, detector.id)
        found = self._watched.get(key)
        if found is None or found.watch.version != versioned.version:
            found = self._watched[key] = self._begin(detector, versioned)
        return found

    def _begin(self, detector: StoredDetector, versioned: VersionedModel) -> _Watched:
        """Go on with what was stored for this version, or begin anew."""
        model, version = versioned.model, versioned.version
        active = self._models.active(detector.tenant, detector.id) if version else None
        trained_ms = active.trained_ms if active else 0
        stored = self._watches.get(detector.tenant, detector.id)
        if stored is None or stored.version != version:
            return _Watched(Watch.over(version, model), trained_ms)
        try:
            return _Watched(Watch.from_json(version, model, stored.state), trained_ms, stored.updated_ms)
        except (KeyError, TypeError, ValueError):
            _log.warning("what was seen of a model can't be read and begins anew", detector=detector.id)
            return _Watched(Watch.over(version, model), trained_ms)

    def _tell(self, detector: StoredDetector, watched: _Watched, now_ms: int) -> None:
        due_ms = self._agenda.note_drift(detector, watched.trained_ms, now_ms)
        drift = watched.watch.drift
        payload: dict[str, object] = {
            "version": watched.watch.version,
            "reason": _sentence_of(drift.findings, has_training=due_ms is not None),
            "drift": drift.to_json(),
            "training_due_ms": due_ms,
        }
        event = Event(EventType.MODEL_DRIFTED, detector.tenant, now_ms, payload, detector.id)
        try:
            events = self._save(detector, watched, now_ms, event)
        except BarographError:
            # What could not be stored was not told, and will be found again.
            watched.watch.drifted_ms = None
            raise
        self._drifts += 1
        self._publish(events)

    def _save(
        self, detector: StoredDetector, watched: _Watched, now_ms: int, *news: Event
    ) -> tuple[Event, ...]:
        with watched.lock:
            watch = watched.watch
            stored = StoredWatch(
                detector.tenant, detector.id, watch.version, now_ms, watch.to_json(), watch.report()
            )
        watched.saved_ms = now_ms
        return self._watches.save(stored, *news)

    def _forget_idle(self) -> None:
        """Give up watches of detectors that no longer tick."""
        oldest_ms = int(self._clock() * 1000) - _FORGET_MS
        for key, watched in list(self._watched.items()):
            if watched.noted_ms < oldest_ms:
                self._watched.pop(key, None)


def _sentence_of(findings: Sequence[Finding], *, has_training: bool) -> str:
    strayed = [finding for finding in findings if finding.is_strayed]
    parts = [
        f"{finding.subject} no longer look like those of the training "
        f"(Kolmogorov-Smirnov {finding.statistic:.2f}, limit {finding.threshold:.2f})"
        for finding in strayed
    ]
    remedy = "a training is due" if has_training else "train it, or set schedule.retrain_on_drift"
    return f"The {' and the '.join(parts)}; {remedy}." if parts else f"The model has drifted; {remedy}."
