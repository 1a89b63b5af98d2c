"""`/api/v1/events`: what happened."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.bodies.events import EventPage, EventQuery, HistoryPage, HistoryQuery, event_body
from barograph.api.caching import kept_until_next_event
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


@events.get("/events/history", summary="Look back", responses={200: HistoryPage})
@kept_until_next_event
def list_history(query: HistoryQuery) -> dict[str, Any]:
    """Return a page of what happened in a time, the latest first."""
    wanted = query.to_page_request(services().settings.api_page_size)
    return page_body(
        services().stores.events.history(identity().tenant, query.to_filter(), wanted), event_body
    )
