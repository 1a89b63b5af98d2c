"""What is due, as tests ask for it."""

from collections.abc import Sequence

from barograph.storage import Job, StoredDetector, Stores
from barograph.training.agenda import Agenda
from barograph.training.due import DueReason

__all__ = ["queue_due", "waiting_training"]


def queue_due(
    agenda: Agenda, stores: Stores, detectors: Sequence[StoredDetector], now_ms: int
) -> list[DueReason]:
    """Let what is due be queued, and return why."""
    if not agenda.queue_due(detectors, now_ms):
        return []
    return [DueReason(waiting_training(stores).request["reason"])]


def waiting_training(stores: Stores) -> Job:
    """Return the only training that waits or runs."""
    (job_id,) = stores.jobs.open_trainings().values()
    return stores.jobs.get("default", job_id)
