"""`/api/v1/preview`: what a detector that is not saved would have said about the past."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.auditing import unaudited
from barograph.api.authors import caller_name
from barograph.api.bodies.events import JobBody
from barograph.api.bodies.previews import PreviewRequest
from barograph.api.engine_desk import raise_failure_of
from barograph.api.job_answers import job_response
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.security import Role

__all__ = ["previews"]

previews = APIBlueprint("previews", __name__, url_prefix="/api/v1/preview", abp_tags=[Tag(name="detectors")])


@previews.post("", summary="Rehearse a detector", responses={200: JobBody, 202: JobBody})
@needs(Role.EDITOR)
@unaudited("Nothing is stored.")
def preview(body: PreviewRequest) -> Response:
    """Rehearse over history; 202 while the engine is at it, with the address of the job in Location."""
    for check in services().checks:
        check(body.detector)
    request = body.model_dump(mode="json", include={"detector", "start_ms", "end_ms", "known"})
    caller = identity()
    if body.known_from == "alertmanager":
        request["known"].extend(_alerts(caller.tenant, body))
    job = services().desk.ask(Wish("preview", caller.tenant, None, caller_name(), request))
    raise_failure_of(job)
    return job_response(job)


def _alerts(tenant: str, body: PreviewRequest) -> list[dict[str, Any]]:
    """Return the alerts that people were told of in the range, without our own."""
    episodes = services().stores.notifications.episodes(tenant, body.start_ms, body.end_ms)
    return [
        {
            "start_ms": one.start_ms,
            "end_ms": body.end_ms if one.end_ms is None else one.end_ms,
            "name": one.name,
        }
        for one in episodes
        if all(matcher.is_met_by(one.labels) for matcher in body.known_match)
    ]
