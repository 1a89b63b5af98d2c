"""`/api/v1/sinks`: who is told, what waits for them, and what they refused."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.auditing import tell_audit
from barograph.api.authors import caller_name
from barograph.api.bodies.events import JobBody
from barograph.api.bodies.sinks import (
    DeadLetterPage,
    DeadLetterQuery,
    ReplayBody,
    ReplayRequest,
    SinkPage,
    SinkPath,
    SinkTestBody,
    letter_body,
    sink_body,
)
from barograph.api.job_answers import result_response
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.errors import NotFound
from barograph.security import Role
from barograph.storage import AuditSubject, SubjectKind
from barograph.storage.processes import live_engines

__all__ = ["sinks"]

sinks = APIBlueprint(
    "sinks",
    __name__,
    url_prefix="/api/v1/sinks",
    abp_tags=[Tag(name="sinks", description="Who is told.")],
)


@sinks.get("", summary="List sinks", responses={200: SinkPage})
def list_sinks() -> dict[str, Any]:
    """Return every sink with the state of the queue of each address; what follows a host may be a secret."""
    stores = services().stores
    counts = stores.outbox.counts()
    engines = live_engines(stores.processes.all(), services().now_ms())
    has_whole_urls = identity().runs_the_installation
    items = [sink_body(spec, counts, engines, has_whole_urls=has_whole_urls) for spec in services().sinks()]
    return {"items": items, "next_cursor": None}


@sinks.post("/<name>/test", summary="Send a test message", responses={200: SinkTestBody, 202: JobBody})
@needs(Role.EDITOR)
def test_sink(path: SinkPath) -> Response:
    """Let the engine send a test message to each address; 202 where that takes longer than two seconds."""
    if path.name not in {spec.name for spec in services().sinks()}:
        raise NotFound(f"There is no sink {path.name!r}. GET /api/v1/sinks lists them.")
    caller = identity()
    request = {"sink": path.name, "asked_by": caller.name or caller.subject}
    tell_audit(AuditSubject(SubjectKind.SINK, path.name, path.name), "Had a test message sent.")
    job = services().desk.ask(Wish("sink_test", caller.tenant, None, caller_name(), request))
    return result_response(job)


@sinks.get("/dead-letters", summary="List what was refused", responses={200: DeadLetterPage})
def list_dead_letters(query: DeadLetterQuery) -> dict[str, Any]:
    """Return the messages that sinks refused, the latest first."""
    request = query.to_page_request(services().settings.api_page_size)
    page = services().stores.dead_letters.page(identity().tenant, query.sink, request)
    return page_body(page, letter_body)


@sinks.post("/dead-letters/replay", summary="Send what was refused again", responses={200: ReplayBody})
@needs(Role.EDITOR)
def replay_dead_letters(body: ReplayRequest) -> dict[str, Any]:
    """Make dead letters due again: those that are named, those of a sink, or all."""
    letters = services().stores.dead_letters
    count = letters.replay(identity().tenant, services().now_ms(), body.sink, body.ids)
    name = body.sink or ""
    tell_audit(
        AuditSubject(SubjectKind.SINK, name, name),
        f"Had {count} of the messages that were refused sent again.",
    )
    return {"replayed": count}
