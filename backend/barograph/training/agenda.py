"""Who is due for a training is remembered and queued, and how trainings went is learnt."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from barograph.algorithms.registry import Registry
from barograph.errors import NotFound
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.job_rows import CANCELLED, SCHEDULE, TRAIN, Job, JobState
from barograph.storage.jobs import Jobs
from barograph.storage.models import Models
from barograph.training.due import DueDates, DueReason, Entry
from barograph.training.failure import TrainingFailure

__all__ = ["Agenda"]

_LAST_RETRY_MS = 3_600_000
_LOOK_SECONDS = 0.5


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
        self._due = DueDates(models, jobs, registry)
        self._jobs = jobs
        self._monotonic = monotonic
        self._entries: dict[tuple[str, str], Entry] = {}
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

    def _is_due(self, detector: StoredDetector, entry: Entry, now_ms: int) -> bool:
        if entry.job_id is not None:
            entry = self._settle(detector, entry, now_ms)
        if entry.due_ms > now_ms:
            return False
        # Somebody may have trained it so quickly that nobody saw it.
        fresh = self._due.entry_of(detector, now_ms)
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

    def _settle(self, detector: StoredDetector, entry: Entry, now_ms: int) -> Entry:
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

    def _find(self, detector: StoredDetector, entry: Entry) -> Job | None:
        try:
            return self._jobs.get(detector.tenant, entry.job_id or "")
        except NotFound:
            return None

    def _begin_anew(self, detector: StoredDetector, entry: Entry, now_ms: int) -> Entry:
        """Go by the newest model; where that does not serve after all, try again later each time."""
        fresh = self._entries[detector.tenant, detector.id] = self._due.entry_of(detector, now_ms)
        if fresh.due_ms <= now_ms:
            fresh.retry_ms = entry.retry_ms
            self._put_off(fresh, fresh.reason, now_ms)
        return fresh

    @staticmethod
    def _put_off(entry: Entry, reason: DueReason, now_ms: int) -> None:
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

    def _entry_of(self, detector: StoredDetector, now_ms: int) -> Entry:
        key = (detector.tenant, detector.id)
        entry = self._entries.get(key)
        if entry is None or entry.revision != detector.revision:
            entry = self._entries[key] = self._due.entry_of(detector, now_ms)
        return entry
