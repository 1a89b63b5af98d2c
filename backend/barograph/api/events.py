"""`/api/v1/events`: what happened."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.bodies.events import EventPage, EventQuery, event_body
from barograph.api.requests import identity
from barograph.api.services import services

__all__ = ["events"]

events = APIBlueprint(
    "events",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[Tag(name="events", description="The log of what happened, in order.")],
)


@events.get("/events", summary="Read the log", responses={200: EventPage})
def list_events(query: EventQuery) -> dict[str, Any]:
    """Return the events after an id. Ids only grow, so nobody who follows them misses one."""
    log, limit = services().stores.events, query.limit or services().settings.api_page_size
    found = log.after(identity().tenant, query.after, limit, query.detector)
    first_id, last_id = log.span()
    return {
        "items": [event_body(event) for event in found],
        "next_after": found[-1].id if found else query.after,
        "first_id": first_id,
        "last_id": last_id,
    }
