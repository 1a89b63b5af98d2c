"""`/api/v1/incidents`: what belongs together, who is suspected, and what people make of it."""

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response, page_body
from barograph.api.auditing import about_incident, tell_audit
from barograph.api.bodies.feedback import feedback_body
from barograph.api.bodies.incidents import (
    IncidentBody,
    IncidentEditBody,
    IncidentPage,
    IncidentPath,
    IncidentQuery,
    MemberPage,
    MemberQuery,
)
from barograph.api.caching import kept_until_next_event
from barograph.api.etags import expected_revision
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.domain import Incident
from barograph.errors import ValidationFailed
from barograph.incidents.editing import IncidentEdit, edit_incident
from barograph.security import Role
from barograph.storage import AnomalyFilter, incident_json

__all__ = ["incidents"]

incidents = APIBlueprint(
    "incidents", __name__, url_prefix="/api/v1/incidents", abp_tags=[Tag(name="incidents")]
)


@incidents.get("", summary="List incidents", responses={200: IncidentPage})
@kept_until_next_event
def list_incidents(query: IncidentQuery) -> dict[str, Any]:
    """Return a page of incidents, the latest first."""
    wanted = query.to_page_request(services().settings.api_page_size)
    page = services().stores.incidents.page(identity().tenant, query.to_filter(), wanted)
    return page_body(page, incident_json)


@incidents.get("/<incident_id>", summary="Read an incident", responses={200: IncidentBody})
def get_incident(path: IncidentPath) -> Response:
    """Return one incident with its suspects."""
    return _answer(services().stores.incidents.get(identity().tenant, path.incident_id))


@incidents.get("/<incident_id>/members", summary="List its anomalies", responses={200: MemberPage})
@kept_until_next_event
def list_members(path: IncidentPath, query: MemberQuery) -> dict[str, Any]:
    """Return a page of the anomalies of an incident, each with the last word about it."""
    stores, tenant = services().stores, identity().tenant
    incident = stores.incidents.get(tenant, path.incident_id)
    wanted = query.to_page_request(services().settings.api_page_size)
    page = stores.anomalies.page_as_json(tenant, AnomalyFilter(incident_id=incident.id), wanted)
    words = stores.feedback.last_words_about(tenant, [one["fingerprint"] for one in page.items])
    said = {name: feedback_body(word) for name, word in words.items()}
    return page_body(page, lambda one: {**one, "feedback": said.get(one["fingerprint"])})


@incidents.patch("/<incident_id>", summary="Change an incident", responses={200: IncidentBody})
@needs(Role.EDITOR)
def change_incident(path: IncidentPath, body: IncidentEditBody) -> Response:
    """Rename, take notes, put anomalies in, take them out, or end it; grouping keeps to that.

    With If-Match it is refused where somebody else changed it in the meantime.
    """
    stores, tenant, now_ms = services().stores, identity().tenant, services().now_ms()
    known = {one.fingerprint for one in stores.anomalies.named(tenant, body.add)}
    if unknown := sorted(set(body.add) - known):
        raise ValidationFailed(f"There is no anomaly {unknown[0]!r}. GET /api/v1/anomalies lists them.")
    edit = IncidentEdit(**body.model_dump())
    changed = stores.incidents.change(
        tenant,
        path.incident_id,
        lambda incident: edit_incident(incident, edit, now_ms),
        now_ms,
        expected_revision(request),
    )
    tell_audit(about_incident(changed), _say_edit(body))
    return _answer(changed)


def _answer(incident: Incident) -> Response:
    return json_response(incident_json(incident), 200, {"ETag": f'"{incident.revision}"'})


def _say_edit(edit: IncidentEditBody) -> str:
    said = (
        (edit.title is not None, f"gave it the title {edit.title!r}"),
        (edit.note is not None, "wrote its note"),
        (bool(edit.add), f"put in {len(edit.add)} of the anomalies"),
        (bool(edit.leave_out), f"took out {len(edit.leave_out)} of the anomalies"),
        (edit.is_over, "ended it"),
    )
    text = ", ".join(words for is_so, words in said if is_so) or "saved it as it was"
    return f"{text[0].upper()}{text[1:]}."
