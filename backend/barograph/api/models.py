"""`/api/v1/detectors/{id}/models`: versions, and which of them is in force."""

from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_detector, tell_audit
from barograph.api.authors import caller_name
from barograph.api.bodies.detectors import DetectorPath
from barograph.api.bodies.models import (
    ComparisonBody,
    ComparisonQuery,
    ModelBody,
    ModelList,
    ModelPath,
    QualityBody,
    comparison_body,
    model_body,
)
from barograph.api.permissions import needs
from barograph.api.requests import identity, read_bytes
from barograph.api.services import services
from barograph.security import Role
from barograph.storage import ModelInfo
from barograph.storage.detector_rows import StoredDetector
from barograph.training.quality import describe_quality
from barograph.training.shelf import ModelShelf

__all__ = ["models"]

models = APIBlueprint("models", __name__, url_prefix="/api/v1/detectors", abp_tags=[Tag(name="models")])
_FILE = "application/octet-stream"
_FILE_ANSWER: dict[str, Any] = {
    "description": "The file.",
    "content": {_FILE: {"schema": {"type": "string", "format": "binary"}}},
}


@models.get("/<detector_id>/models", summary="List versions", responses={200: ModelList})
def list_models(path: DetectorPath) -> Response:
    """Return the versions that are kept, the newest first."""
    detector = _detector(path)
    found = services().stores.models.versions(detector.tenant, detector.id)
    return json_response({"items": [model_body(model) for model in found], "next_cursor": None})


@models.get("/<detector_id>/models/compare", summary="Compare versions", responses={200: ComparisonBody})
def compare_models(path: DetectorPath, query: ComparisonQuery) -> Response:
    """Return two versions side by side and what differs."""
    detector, store = _detector(path), services().stores.models
    left, right = (store.get(detector.tenant, detector.id, each) for each in (query.left, query.right))
    return json_response(comparison_body(left, right))


@models.get("/<detector_id>/quality", summary="Read its quality", responses={200: QualityBody})
def get_quality(path: DetectorPath) -> Response:
    """Return how the model in force fares: its scores, its drift, its alerts, and what people said."""
    return json_response(describe_quality(services().stores, _detector(path), services().now_ms()))


@models.post("/<detector_id>/models/rollback", summary="Go back", responses={200: ModelBody})
@needs(Role.EDITOR)
def roll_back_model(path: DetectorPath) -> Response:
    """Put the version before the active one in force."""
    detector = _detector(path)
    model = _shelf().roll_back(detector, services().now_ms())
    tell_audit(about_detector(detector), f"Went back to model version {model.version}.")
    return _answer(model)


@models.post("/<detector_id>/models", summary="Import a version", responses={201: ModelBody})
@needs(Role.EDITOR)
def import_model(path: DetectorPath) -> Response:
    """Keep the file in the body as a new candidate; its checksum and its algorithm must fit."""
    content = read_bytes(request, services().settings.model_file_bytes)
    detector = _detector(path)
    model = _shelf().take_in(detector, content, caller_name(), services().now_ms())
    tell_audit(about_detector(detector), f"Imported model version {model.version}.")
    return _answer(model, 201, {"Location": f"/api/v1/detectors/{detector.id}/models/{model.version}"})


@models.get("/<detector_id>/models/<version>", summary="Read a version", responses={200: ModelBody})
def get_model(path: ModelPath) -> Response:
    """Return what is known of one version."""
    detector = _detector(path)
    return _answer(services().stores.models.get(detector.tenant, detector.id, path.version))


@models.get("/<detector_id>/models/<version>/file", summary="Export it", responses={200: _FILE_ANSWER})
def export_model(path: ModelPath) -> Response:
    """Return the bytes of a version; arrays and JSON, nothing that can be run."""
    detector = _detector(path)
    content = services().stores.models.content(detector.tenant, detector.id, path.version)
    name = f"{detector.id}-{path.version}.model"
    return Response(content, 200, {"Content-Disposition": f'attachment; filename="{name}"'}, mimetype=_FILE)


@models.post("/<detector_id>/models/<version>/promote", summary="Promote it", responses={200: ModelBody})
@needs(Role.EDITOR)
def promote_model(path: ModelPath) -> Response:
    """Put a version in force; the one before retires and is kept."""
    detector = _detector(path)
    model = _shelf().promote(detector, path.version, services().now_ms())
    tell_audit(about_detector(detector), f"Put model version {model.version} in force.")
    return _answer(model)


def _detector(path: DetectorPath) -> StoredDetector:
    return services().stores.detectors.get(identity().tenant, path.detector_id)


def _shelf() -> ModelShelf:
    return ModelShelf(services().stores.models)


def _answer(model: ModelInfo, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return json_response(model_body(model), status, headers)
