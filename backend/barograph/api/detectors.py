"""`/api/v1/detectors`: make, read, change, remove."""

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response, page_body
from barograph.api.auditing import about_detector, tell_audit
from barograph.api.authors import author
from barograph.api.bodies.collections import collection_bodies
from barograph.api.bodies.detectors import (
    DetectorBody,
    DetectorHealthBody,
    DetectorPage,
    DetectorPath,
    DetectorQuery,
    DetectorStatusBody,
    detector_body,
    health_body,
    status_body,
)
from barograph.api.caching import kept_until_next_event
from barograph.api.etags import etag_of, expected_revision
from barograph.api.permissions import needs
from barograph.api.proofreading import proofread
from barograph.api.requests import identity, refuse_renaming
from barograph.api.services import services
from barograph.config.changes import differences, say_changes
from barograph.config.detector import DetectorSpec
from barograph.security import Role
from barograph.storage import StoredDetector

__all__ = ["detectors"]

detectors = APIBlueprint(
    "detectors",
    __name__,
    url_prefix="/api/v1/detectors",
    abp_tags=[Tag(name="detectors", description="What is looked at, and how.")],
)


@detectors.get("", summary="List detectors", responses={200: DetectorPage})
@kept_until_next_event
def list_detectors(query: DetectorQuery) -> dict[str, Any]:
    """Return a page of detectors."""
    wanted = query.to_page_request(services().settings.api_page_size)
    return page_body(
        services().stores.detectors.page(identity().tenant, query.to_filter(), wanted), detector_body
    )


@detectors.post("", summary="Make a detector", responses={201: DetectorBody})
@needs(Role.EDITOR)
def create_detector(body: DetectorSpec) -> Response:
    """Make a detector; it runs at once unless `enabled` is false."""
    _check(body)
    created = services().stores.detectors.create(identity().tenant, body, services().now_ms(), author())
    tell_audit(about_detector(created), "Made it.")
    return _answer(created, 201, {"Location": f"/api/v1/detectors/{created.id}"})


@detectors.get("/<detector_id>", summary="Read a detector", responses={200: DetectorBody})
def get_detector(path: DetectorPath) -> Response:
    """Return one detector; its ETag is what If-Match wants."""
    return _answer(services().stores.detectors.get(identity().tenant, path.detector_id))


@detectors.put("/<detector_id>", summary="Change a detector", responses={200: DetectorBody})
@needs(Role.EDITOR)
def update_detector(path: DetectorPath, body: DetectorSpec) -> Response:
    """Replace the specification; If-Match with an ETag refuses to overwrite what somebody else changed."""
    refuse_renaming(path.detector_id, body.name)
    _check(body)
    store = services().stores.detectors
    now_ms, revision = services().now_ms(), expected_revision(request)
    before = store.get(identity().tenant, path.detector_id)
    after = store.update(identity().tenant, body, now_ms, revision, author())
    tell_audit(about_detector(after), say_changes(differences(before.content, after.content)))
    return _answer(after)


@detectors.delete("/<detector_id>", summary="Remove a detector", responses={204: None})
@needs(Role.EDITOR)
def delete_detector(path: DetectorPath) -> Response:
    """Remove a detector; its anomalies stay as history."""
    store, revision = services().stores.detectors, expected_revision(request)
    detector = store.get(identity().tenant, path.detector_id)
    store.delete(detector.tenant, detector.id, services().now_ms(), revision)
    tell_audit(about_detector(detector), "Removed it.")
    return Response(status=204)


@detectors.get("/<detector_id>/status", summary="How far it is", responses={200: DetectorStatusBody})
def get_status(path: DetectorPath) -> dict[str, Any]:
    """Return how far a detector was evaluated, what its last tick saw, and how collecting goes."""
    stores, tenant = services().stores, identity().tenant
    detector = stores.detectors.get(tenant, path.detector_id)
    cursor = stores.cursors.get(tenant, path.detector_id)
    collections = collection_bodies(stores.processes.all(), tenant, detector.content["query"]["source"])
    return status_body(detector, cursor, collections, services().now_ms())


@detectors.get("/<detector_id>/health", summary="How it is", responses={200: DetectorHealthBody})
def get_health(path: DetectorPath) -> dict[str, Any]:
    """Return how a detector is, and why."""
    return health_body(services().stores.detectors.get(identity().tenant, path.detector_id))


def _check(spec: DetectorSpec) -> None:
    for check in services().checks:
        check(spec)
    proofread(spec)


def _answer(detector: StoredDetector, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return json_response(detector_body(detector), status, {"ETag": etag_of(detector), **(headers or {})})
