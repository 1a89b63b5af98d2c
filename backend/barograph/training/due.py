"""When a detector is due for a training, and why, by what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from barograph.algorithms.registry import Registry
from barograph.errors import BarographError
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.job_rows import TRAIN, JobState
from barograph.storage.jobs import Jobs
from barograph.storage.models import ModelInfo, Models
from barograph.training.failure import TrainingFailure
from barograph.training.growth import Past
from barograph.training.versions import signature_of

__all__ = ["DueDates", "DueReason", "Entry"]

_FIRST_RETRY_MS = 15_000


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
class Entry:
    """When a detector is due, as of its ``revision`` and ``newest`` model; ``job_id`` is a training of it."""

    revision: int
    newest: int
    due_ms: int
    reason: DueReason
    retry_ms: int = _FIRST_RETRY_MS
    job_id: str | None = None
    failure: TrainingFailure | None = None


class DueDates:
    """Reads when trainings are due from versions of models and jobs."""

    def __init__(self, models: Models, jobs: Jobs, registry: Registry) -> None:
        self._models = models
        self._jobs = jobs
        self._registry = registry

    def entry_of(self, detector: StoredDetector, now_ms: int) -> Entry:
        """Return when a detector is due, by its versions and the training that failed last."""
        versions = self._models.versions(detector.tenant, detector.id)
        active = next((version for version in versions if version.state == "active"), None)
        newest = versions[0].version if versions else 0
        if active is None or active.meta.get("signature") != signature_of(detector.spec):
            reason = DueReason.NO_MODEL if active is None else DueReason.CHANGED
            return Entry(detector.revision, newest, now_ms, reason, failure=self._failure_so_far(detector))
        if self._is_upgraded(detector, versions):
            return Entry(detector.revision, newest, now_ms, DueReason.UPGRADED)
        # A step back to an older version must last as long as a training would have.
        latest, schedule = versions[0], detector.spec.schedule
        past = Past.from_meta(latest.meta, latest.history_from_ms)
        due_ms = past.next_training_ms(schedule, latest.trained_ms)
        is_old = due_ms == latest.trained_ms + schedule.train_every.milliseconds
        return Entry(detector.revision, newest, due_ms, DueReason.AGE if is_old else DueReason.GROWN)

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
