"""`/api/v1/detectors/{id}/start|stop|detect|train`: what a detector is told to do."""

from typing import Any, Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_detector, expect_telling, tell_audit
from barograph.api.authors import author, caller_name
from barograph.api.bodies.detectors import (
    DetectorBody,
    DetectorPath,
    SeveralRequest,
    TurnedList,
    detector_body,
)
from barograph.api.bodies.events import JobBody
from barograph.api.engine_desk import raise_failure_of
from barograph.api.etags import etag_of
from barograph.api.job_answers import job_response
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.errors import BarographError
from barograph.security import Role
from barograph.storage import Job, StoredDetector

__all__ = ["detector_actions"]

_SAID = {"detect": "Had it look at once.", "train": "Had it trained."}

detector_actions = APIBlueprint(
    "detector_actions",
    __name__,
    url_prefix="/api/v1/detectors",
    abp_tags=[Tag(name="detectors")],
)


@detector_actions.post("/start", summary="Start several", responses={200: TurnedList})
@needs(Role.EDITOR)
def start_detectors(body: SeveralRequest) -> dict[str, Any]:
    """Let several detectors run; one that is refused says why and stops no other."""
    return _set_all_enabled(body, is_enabled=True)


@detector_actions.post("/stop", summary="Stop several", responses={200: TurnedList})
@needs(Role.EDITOR)
def stop_detectors(body: SeveralRequest) -> dict[str, Any]:
    """Let several detectors rest; one that is refused says why and stops no other."""
    return _set_all_enabled(body, is_enabled=False)


@detector_actions.post("/<detector_id>/start", summary="Start it", responses={200: DetectorBody})
@needs(Role.EDITOR)
def start_detector(path: DetectorPath) -> Response:
    """Let a detector run; one that runs already goes on."""
    return _set_enabled(path.detector_id, is_enabled=True)


@detector_actions.post("/<detector_id>/stop", summary="Stop it", responses={200: DetectorBody})
@needs(Role.EDITOR)
def stop_detector(path: DetectorPath) -> Response:
    """Let a detector rest; its episodes stay as they are."""
    return _set_enabled(path.detector_id, is_enabled=False)


@detector_actions.post("/<detector_id>/detect", summary="Look now", responses={200: JobBody, 202: JobBody})
@needs(Role.EDITOR)
def detect_now(path: DetectorPath) -> Response:
    """Evaluate a detector now; 202 where that takes longer, with the address of the job in Location."""
    job = _ask("detect", path.detector_id)
    raise_failure_of(job)
    return job_response(job)


@detector_actions.post("/<detector_id>/train", summary="Learn now", responses={202: JobBody})
@needs(Role.EDITOR)
def train_now(path: DetectorPath) -> Response:
    """Train a detector now; the job tells the progress, and the model before stays where it fails."""
    return job_response(_ask("train", path.detector_id, {"reason": "asked"}))


def _ask(kind: Literal["detect", "train"], detector_id: str, request: dict[str, Any] | None = None) -> Job:
    caller = identity()
    detector = services().stores.detectors.get(caller.tenant, detector_id)
    tell_audit(about_detector(detector), _SAID[kind])
    return services().desk.ask(Wish(kind, caller.tenant, detector_id, caller_name(), request or {}))


def _set_all_enabled(body: SeveralRequest, *, is_enabled: bool) -> dict[str, Any]:
    store, tenant, now_ms = services().stores.detectors, identity().tenant, services().now_ms()
    expect_telling()
    items = []
    for name in dict.fromkeys(body.ids):
        try:
            _tell_enabled(store.set_enabled(tenant, name, is_enabled, now_ms, author()))
            items.append({"id": name, "code": None, "message": ""})
        except BarographError as refusal:
            items.append({"id": name, "code": refusal.code, "message": refusal.message})
    return {"items": items}


def _set_enabled(detector_id: str, *, is_enabled: bool) -> Response:
    store = services().stores.detectors
    detector = store.set_enabled(identity().tenant, detector_id, is_enabled, services().now_ms(), author())
    _tell_enabled(detector)
    return json_response(detector_body(detector), 200, {"ETag": etag_of(detector)})


def _tell_enabled(detector: StoredDetector) -> None:
    tell_audit(about_detector(detector), "Started it." if detector.spec.enabled else "Stopped it.")
