"""Trainings that are due become jobs, as if somebody had asked for them."""

from collections.abc import Callable

from barograph.storage.detector_rows import StoredDetector
from barograph.storage.jobs import Jobs
from barograph.training.agenda import Agenda

__all__ = ["queue_due_trainings"]


def queue_due_trainings(
    agenda: Agenda, jobs: Jobs, detectors: Callable[[], tuple[StoredDetector, ...]], now_ms: int
) -> int:
    """Queue a training for each detector that is due; returns their number."""
    due = agenda.take_due(detectors(), now_ms)
    for detector, reason in due:
        jobs.add(
            detector.tenant,
            "train",
            now_ms,
            detector_id=detector.id,
            request={"reason": reason.value},
            requested_by="schedule",
        )
    return len(due)
