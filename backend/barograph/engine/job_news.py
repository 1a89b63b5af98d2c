"""How far a job is, as events, so that nobody who waits for it must ask again and again."""

from collections.abc import Callable, Sequence

import structlog

from barograph.domain import Event, EventType
from barograph.errors import BarographError
from barograph.storage import EventLog
from barograph.storage.jobs import Job, JobState

__all__ = ["JobNews"]

_log = structlog.get_logger(__name__)


class JobNews:
    """Tells of jobs; what can't be told is lost, and the job goes on."""

    def __init__(self, events: EventLog, publish: Callable[[Sequence[Event]], None]) -> None:
        self._events = events
        self._publish = publish

    def tell(self, job: Job, state: JobState, share: float, now_ms: int) -> None:
        """Say how far a job is."""
        payload: dict[str, object] = {
            "job_id": job.id,
            "kind": job.kind,
            "state": state.value,
            "progress": round(share, 3),
        }
        event = Event(EventType.JOB_PROGRESS, job.tenant, now_ms, payload, job.detector_id)
        try:
            self._publish(self._events.append([event]))
        except BarographError as error:
            _log.warning("the progress of a job can't be told", job=job.id, code=error.code)
