"""`/api/v1/incidents`: what belongs together, who is suspected, and what people make of it."""

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.bodies.incidents import (
    IncidentBody,
    IncidentEditBody,
    IncidentList,
    IncidentPath,
    IncidentQuery,
)
from barograph.api.etags import expected_revision
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.domain import Incident
from barograph.errors import ValidationFailed
from barograph.incidents.editing import IncidentEdit, edit_incident
from barograph.security import Role
from barograph.storage import incident_json

__all__ = ["incidents"]

incidents = APIBlueprint(
    "incidents", __name__, url_prefix="/api/v1/incidents", abp_tags=[Tag(name="incidents")]
)


@incidents.get("", summary="List incidents", responses={200: IncidentList})
def list_incidents(query: IncidentQuery) -> Response:
    """Return the incidents that started last."""
    found = services().stores.incidents.latest(identity().tenant, query.limit)
    return json_response({"items": [incident_json(one) for one in found]})


@incidents.get("/<incident_id>", summary="Read an incident", responses={200: IncidentBody})
def get_incident(path: IncidentPath) -> Response:
    """Return one incident with its suspects."""
    return _answer(services().stores.incidents.get(identity().tenant, path.incident_id))


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
    return _answer(changed)


def _answer(incident: Incident) -> Response:
    return json_response(incident_json(incident), 200, {"ETag": f'"{incident.revision}"'})
