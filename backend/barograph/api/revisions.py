"""`/api/v1/detectors/{id}/revisions`: what a detector was before, who changed it, and the way back."""

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import ValidationError

from barograph.api.answers import json_response, page_body
from barograph.api.auditing import about_detector, tell_audit
from barograph.api.authors import author
from barograph.api.bodies.detectors import DetectorBody, DetectorPath, detector_body
from barograph.api.bodies.revisions import RevisionPage, RevisionPath, RevisionQuery, revision_body
from barograph.api.etags import etag_of, expected_revision
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.config.changes import differences, say_changes
from barograph.config.detector import DetectorSpec
from barograph.config.mistake_words import say_first_mistake
from barograph.errors import Conflict
from barograph.security import Role
from barograph.storage import Revision

__all__ = ["revisions"]

revisions = APIBlueprint(
    "revisions",
    __name__,
    url_prefix="/api/v1/detectors/<detector_id>/revisions",
    abp_tags=[Tag(name="detectors")],
)


@revisions.get("", summary="History of a detector", responses={200: RevisionPage})
def list_revisions(path: DetectorPath, query: RevisionQuery) -> dict[str, Any]:
    """Return who changed what, and when; the history stays when a detector is removed."""
    wanted = query.to_page_request(services().settings.api_page_size)
    page = services().stores.revisions.page(identity().tenant, path.detector_id, wanted)
    if not page.items and query.cursor is None:
        services().stores.detectors.get(identity().tenant, path.detector_id)
    return page_body(page, revision_body)


@revisions.post("/<revision>/restore", summary="Go back to a revision", responses={200: DetectorBody})
@needs(Role.EDITOR)
def restore_revision(path: RevisionPath) -> Response:
    """Give a detector the specification that it had; that is a new revision, so nothing is lost."""
    stores, tenant = services().stores, identity().tenant
    before = stores.detectors.get(tenant, path.detector_id)
    spec = _read_spec(stores.revisions.get(tenant, path.detector_id, path.revision))
    for check in services().checks:
        check(spec)
    by = author(f"Restores revision {path.revision}.")
    detector = stores.detectors.update(tenant, spec, services().now_ms(), expected_revision(request), by)
    changes = say_changes(differences(before.content, detector.content))
    tell_audit(about_detector(detector), f"Went back to revision {path.revision}. {changes}")
    return json_response(detector_body(detector), 200, {"ETag": etag_of(detector)})


def _read_spec(revision: Revision) -> DetectorSpec:
    try:
        return DetectorSpec.model_validate(revision.spec)
    except ValidationError as error:
        raise Conflict(
            f"Revision {revision.revision} was written by another version of Barograph and is not valid "
            f"any more: {say_first_mistake(error)} Make the change by hand."
        ) from error
