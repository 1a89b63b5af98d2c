"""Which detector is due for a training, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from barograph.algorithms.registry import Registry
from barograph.errors import BarographError
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.models import ModelInfo, Models
from barograph.training.versions import signature_of

__all__ = ["Agenda", "DueReason"]

_FIRST_RETRY_MS = 15_000
_LAST_RETRY_MS = 3_600_000


class DueReason(StrEnum):
    """Why a training is due."""

    NO_MODEL = "no_model"
    CHANGED = "changed"
    UPGRADED = "upgraded"
    AGE = "age"
    DRIFT = "drift"
    RETRY = "retry"


@dataclass(slots=True)
class _Entry:
    revision: int
    due_ms: int
    reason: DueReason
    retry_ms: int = _FIRST_RETRY_MS
    is_running: bool = False
    failure: BarographError | None = None


class Agenda:
    """Remembers for each detector when its next training is due; reads the store once a detector."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self._entries: dict[tuple[str, str], _Entry] = {}

    def take_due(
        self, detectors: tuple[StoredDetector, ...], now_ms: int
    ) -> list[tuple[StoredDetector, DueReason]]:
        """Return the detectors that are due and note that their trainings run."""
        due = []
        for detector in detectors:
            entry = self._entry_of(detector, now_ms)
            if not entry.is_running and entry.due_ms <= now_ms:
                entry.is_running = True
                due.append((detector, entry.reason))
        return due

    def note_success(self, detector: StoredDetector, now_ms: int) -> None:
        """A training went well: the next one is due when the model is old."""
        due_ms = now_ms + detector.spec.schedule.train_every.milliseconds
        self._entries[detector.tenant, detector.id] = _Entry(detector.revision, due_ms, DueReason.AGE)

    def note_failure(self, detector: StoredDetector, error: BarographError, now_ms: int) -> None:
        """A training failed: try again later each time."""
        entry = self._entry_of(detector, now_ms)
        entry.is_running, entry.reason, entry.failure = False, DueReason.RETRY, error
        entry.due_ms = now_ms + entry.retry_ms
        entry.retry_ms = min(2 * entry.retry_ms, _LAST_RETRY_MS)

    def last_failure(self, detector: StoredDetector) -> BarographError | None:
        """Return why the last training of a detector failed, None where it did not."""
        entry = self._entries.get((detector.tenant, detector.id))
        return entry.failure if entry is not None and entry.revision == detector.revision else None

    def note_drift(self, detector: StoredDetector, trained_ms: int, now_ms: int) -> int | None:
        """Bring the next training forward, as far as policy wants that; returns when it is due."""
        schedule = detector.spec.schedule
        if not schedule.retrain_on_drift:
            return None
        entry = self._entry_of(detector, now_ms)
        due_ms = max(now_ms, trained_ms + schedule.drift_cooldown.milliseconds)
        if entry.reason is DueReason.AGE and not entry.is_running and due_ms < entry.due_ms:
            entry.due_ms, entry.reason = due_ms, DueReason.DRIFT
        return entry.due_ms

    def _entry_of(self, detector: StoredDetector, now_ms: int) -> _Entry:
        key = (detector.tenant, detector.id)
        entry = self._entries.get(key)
        if entry is None or entry.revision != detector.revision:
            entry = self._entries[key] = self._first_entry(detector, now_ms)
        return entry

    def _first_entry(self, detector: StoredDetector, now_ms: int) -> _Entry:
        active = self._models.active(detector.tenant, detector.id)
        if active is None:
            return _Entry(detector.revision, now_ms, DueReason.NO_MODEL)
        if active.meta.get("signature") != signature_of(detector.spec):
            return _Entry(detector.revision, now_ms, DueReason.CHANGED)
        versions = self._models.versions(detector.tenant, detector.id)
        if self._is_upgraded(detector, versions):
            return _Entry(detector.revision, now_ms, DueReason.UPGRADED)
        # A step back to an older version must last as long as a training would have.
        newest = versions[0]
        due_ms = newest.trained_ms + detector.spec.schedule.train_every.milliseconds
        return _Entry(detector.revision, due_ms, DueReason.AGE)

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
