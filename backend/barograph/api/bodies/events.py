"""Questions and answers about events and jobs."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery, Query, SpanQuery
from barograph.config.detector import Name
from barograph.domain import Event, EventType
from barograph.storage import EventFilter, Job, JobState

__all__ = [
    "EventBody",
    "EventPage",
    "EventQuery",
    "HistoryPage",
    "HistoryQuery",
    "JobBody",
    "JobPage",
    "JobPath",
    "JobQuery",
    "event_body",
    "job_body",
]

_LARGEST_ID = 2**63 - 1


class EventQuery(Query):
    """Which events."""

    after: int = Field(0, ge=0, le=_LARGEST_ID, description="Only those with a larger id.")
    limit: int | None = Field(None, ge=1, le=500, description="Most events in the answer.")
    detector: Name | None = Field(None, description="Only those of this detector.")


class HistoryQuery(SpanQuery):
    """Which page of what happened."""

    sort: Literal["created", "-created"] = Field(
        "-created", description="Order; a minus before it reverses it."
    )
    detector: Name | None = Field(None, description="Only those of this detector.")
    without: list[EventType] | None = Field(None, max_length=20, description="None of these types.")

    def to_filter(self) -> EventFilter:
        """Return what the stores understand."""
        return EventFilter(self.detector, self.from_ms, self.to_ms, tuple(self.without or ()))


class EventBody(Body):
    """One line of the log."""

    id: int
    type: EventType
    detector_id: str | None
    created_ms: int
    payload: dict[str, Any]


class EventPage(Body):
    """Events in their order. Ask again with `after` set to `next_after`."""

    items: list[EventBody]
    next_after: int = Field(description="The id of the last event here, or `after` where there was none.")
    first_id: int = Field(description="The first id that can still be read; a gap before it is lost.")
    last_id: int = Field(description="The last id given.")


class HistoryPage(Body):
    """A page of what happened."""

    items: list[EventBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


class JobQuery(PageQuery):
    """Which jobs."""

    sort: Literal["created", "-created"] = Field(
        "-created", description="Order; a minus before it reverses it."
    )
    detector: Name | None = Field(None, description="Only those of this detector.")


class JobPath(Query):
    """Which job."""

    job_id: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Id of the job.")


class JobBody(Body):
    """Work that another process does."""

    id: str
    kind: str
    state: JobState
    detector_id: str | None
    progress: float
    result: dict[str, Any]
    error: dict[str, Any] = Field(description="Code and message where it failed, else empty.")
    requested_by: str
    created_ms: int
    updated_ms: int


class JobPage(Body):
    """A page of jobs."""

    items: list[JobBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


def event_body(event: Event) -> dict[str, Any]:
    """Return an event as JSON."""
    return {
        "id": event.id,
        "type": event.type.value,
        "detector_id": event.detector_id,
        "created_ms": event.created_ms,
        "payload": event.payload,
    }


def job_body(job: Job) -> dict[str, Any]:
    """Return a job as JSON."""
    return {name: getattr(job, name) for name in JobBody.model_fields} | {"state": job.state.value}
