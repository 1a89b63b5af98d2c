"""Which detector is due for a training, and why."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from barograph.algorithms.registry import Registry
from barograph.errors import BarographError, NotFound
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.job_rows import CANCELLED, SCHEDULE, TRAIN, Job, JobState
from barograph.storage.jobs import Jobs
from barograph.storage.models import ModelInfo, Models
from barograph.training.failure import TrainingFailure
from barograph.training.growth import Past
from barograph.training.versions import signature_of

__all__ = ["Agenda", "DueReason"]

_FIRST_RETRY_MS = 15_000
_LAST_RETRY_MS = 3_600_000
_LOOK_SECONDS = 0.5


class DueReason(StrEnum):
    """Why a training is due."""

    NO_MODEL = "no_model"
    CHANGED = "changed"
    UPGRADED = "upgraded"
    GROWN = "grown"
    AGE = "age"
    DRIFT = "drift"
    RETRY = "retry"


@dataclass(slots=True)
class _Entry:
    """When a detector is due, as of its ``revision`` and ``newest`` model; ``job_id`` is a training of it."""

    revision: int
    newest: int
    due_ms: int
    reason: DueReason
    retry_ms: int = _FIRST_RETRY_MS
    job_id: str | None = None
    failure: TrainingFailure | None = None


class Agenda:
    """Remembers for each detector when its next training is due, and queues it.

    Whether one waits or runs, and how it went, stand in the store: any engine may have done it.
    """

    def __init__(
        self,
        models: Models,
        jobs: Jobs,
        registry: Registry,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = models
        self._jobs = jobs
        self._registry = registry
        self._monotonic = monotonic
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._seen = 0

    def queue_due(self, detectors: Iterable[StoredDetector], now_ms: int) -> int:
        """Queue a training of each detector that is due and has none; returns their number.

        A look is short: thousands of detectors at a first start would keep the engine from its other chores
        so long that it is taken for dead. The next look goes on where this one stopped.
        """
        trainings = self._jobs.open_trainings()
        wanted = tuple(detectors)
        until, first = self._monotonic() + _LOOK_SECONDS, self._seen % max(1, len(wanted))
        queued = self._seen = 0
        for number, detector in enumerate((*wanted[first:], *wanted[:first]), start=first + 1):
            if self._monotonic() >= until:
                self._seen = number - 1
                break
            entry = self._entry_of(detector, now_ms)
            job_id = trainings.get((detector.tenant, detector.id))
            if job_id is not None:
                entry.job_id = job_id
            elif self._is_due(detector, entry, now_ms):
                self._queue(detector, now_ms)
                queued += 1
        return queued

    def _is_due(self, detector: StoredDetector, entry: _Entry, now_ms: int) -> bool:
        if entry.job_id is not None:
            entry = self._settle(detector, entry, now_ms)
        if entry.due_ms > now_ms:
            return False
        # Somebody may have trained it so quickly that nobody saw it.
        fresh = self._first_entry(detector, now_ms)
        if fresh.newest != entry.newest:
            entry = self._entries[detector.tenant, detector.id] = fresh
        return entry.due_ms <= now_ms

    def _queue(self, detector: StoredDetector, now_ms: int) -> None:
        entry = self._entry_of(detector, now_ms)
        request = {"reason": entry.reason.value}
        job = self._jobs.add(
            detector.tenant,
            TRAIN,
            now_ms,
            detector_id=detector.id,
            request=request,
            requested_by=SCHEDULE,
        )
        entry.job_id = job.id

    def _settle(self, detector: StoredDetector, entry: _Entry, now_ms: int) -> _Entry:
        """Learn how a training went that neither waits nor runs any more."""
        job = self._find(detector, entry)
        entry.job_id = None
        if job is None or job.state is JobState.DONE:
            return self._begin_anew(detector, entry, now_ms)
        entry.failure = TrainingFailure.of(job)
        if job.error.get("code") == CANCELLED:
            # Whoever ended it does not want it: the next one is due when it would be after a training.
            if entry.due_ms <= now_ms:
                entry.due_ms = now_ms + detector.spec.schedule.train_every.milliseconds
        else:
            self._put_off(entry, DueReason.RETRY, now_ms)
        return entry

    def _find(self, detector: StoredDetector, entry: _Entry) -> Job | None:
        try:
            return self._jobs.get(detector.tenant, entry.job_id or "")
        except NotFound:
            return None

    def _begin_anew(self, detector: StoredDetector, entry: _Entry, now_ms: int) -> _Entry:
        """Go by the newest model; where that does not serve after all, try again later each time."""
        fresh = self._entries[detector.tenant, detector.id] = self._first_entry(detector, now_ms)
        if fresh.due_ms <= now_ms:
            fresh.retry_ms = entry.retry_ms
            self._put_off(fresh, fresh.reason, now_ms)
        return fresh

    @staticmethod
    def _put_off(entry: _Entry, reason: DueReason, now_ms: int) -> None:
        entry.reason, entry.due_ms = reason, now_ms + entry.retry_ms
        entry.retry_ms = min(2 * entry.retry_ms, _LAST_RETRY_MS)

    def last_failure(self, detector: StoredDetector) -> TrainingFailure | None:
        """Return why the last training failed and when the next is due, None where it went well."""
        entry = self._entries.get((detector.tenant, detector.id))
        if entry is None or entry.revision != detector.revision or entry.failure is None:
            return None
        return replace(entry.failure, next_ms=entry.due_ms)

    def note_drift(self, detector: StoredDetector, trained_ms: int, now_ms: int) -> int | None:
        """Bring the next training forward, as far as policy wants that; returns when it is due."""
        schedule = detector.spec.schedule
        if not schedule.retrain_on_drift:
            return None
        entry = self._entry_of(detector, now_ms)
        due_ms = max(now_ms, trained_ms + schedule.drift_cooldown.milliseconds)
        if (
            entry.reason in (DueReason.GROWN, DueReason.AGE)
            and entry.job_id is None
            and due_ms < entry.due_ms
        ):
            entry.due_ms, entry.reason = due_ms, DueReason.DRIFT
        return entry.due_ms

    def _entry_of(self, detector: StoredDetector, now_ms: int) -> _Entry:
        key = (detector.tenant, detector.id)
        entry = self._entries.get(key)
        if entry is None or entry.revision != detector.revision:
            entry = self._entries[key] = self._first_entry(detector, now_ms)
        return entry

    def _first_entry(self, detector: StoredDetector, now_ms: int) -> _Entry:
        versions = self._models.versions(detector.tenant, detector.id)
        active = next((version for version in versions if version.state == "active"), None)
        newest = versions[0].version if versions else 0
        if active is None or active.meta.get("signature") != signature_of(detector.spec):
            reason = DueReason.NO_MODEL if active is None else DueReason.CHANGED
            return _Entry(detector.revision, newest, now_ms, reason, failure=self._failure_so_far(detector))
        if self._is_upgraded(detector, versions):
            return _Entry(detector.revision, newest, now_ms, DueReason.UPGRADED)
        # A step back to an older version must last as long as a training would have.
        latest, schedule = versions[0], detector.spec.schedule
        past = Past.from_meta(latest.meta, latest.history_from_ms)
        due_ms = past.next_training_ms(schedule, latest.trained_ms)
        is_old = due_ms == latest.trained_ms + schedule.train_every.milliseconds
        return _Entry(detector.revision, newest, due_ms, DueReason.AGE if is_old else DueReason.GROWN)

    def _failure_so_far(self, detector: StoredDetector) -> TrainingFailure | None:
        """Return how the last training of the detector as it is now failed, whichever engine saw it."""
        for job in self._jobs.latest(detector.tenant, 1, detector.id, TRAIN):
            if job.state is JobState.FAILED and job.created_ms >= detector.updated_ms:
                return TrainingFailure.of(job)
        return None

    def _is_upgraded(self, detector: StoredDetector, versions: Sequence[ModelInfo]) -> bool:
        """Tell whether no version was fitted by the algorithm as it is installed now.

        The model in force judges on until the new one is ready. A step back to a version that an older
        algorithm fitted is somebody's will, and lasts.
        """
        algorithm = detector.spec.algorithm
        try:
            installed = self._registry.create(algorithm.name, algorithm.parameters).version
        except BarographError:
            return False  # An algorithm that can't be made is told by each tick; no training helps.
        signature = signature_of(detector.spec)
        return all(
            version.algorithm_version != installed
            for version in versions
            if version.meta.get("signature") == signature
        )
