"""`/api/v1/anomalies/{fingerprint}/feedback`: what people say about an anomaly."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import about_anomaly, tell_audit
from barograph.api.authors import caller_name
from barograph.api.bodies.anomalies import AnomalyPath
from barograph.api.bodies.feedback import FeedbackBody, FeedbackList, FeedbackRequest, feedback_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.domain import Feedback
from barograph.security import Role

__all__ = ["feedback"]

feedback = APIBlueprint(
    "feedback",
    __name__,
    url_prefix="/api/v1/anomalies/<fingerprint>/feedback",
    abp_tags=[Tag(name="anomalies")],
)


@feedback.post("", summary="Say what an anomaly was worth", responses={201: FeedbackBody})
@needs(Role.EDITOR)
def give_feedback(path: AnomalyPath, body: FeedbackRequest) -> Response:
    """Keep a verdict with its reason; the next training heeds it, and a change may be proposed."""
    caller, stores = identity(), services().stores
    anomaly = stores.anomalies.get(caller.tenant, path.fingerprint)
    given, _ = stores.feedback.add(
        Feedback(
            tenant=caller.tenant,
            fingerprint=anomaly.fingerprint,
            detector_id=anomaly.detector_id,
            verdict=body.verdict,
            reason=body.reason,
            author=caller_name(),
            at_ms=services().now_ms(),
        )
    )
    reason = f": {given.reason}" if given.reason else "."
    detail = {"detector": anomaly.detector_id}
    tell_audit(about_anomaly(anomaly), f"Called it {given.verdict}{reason}", detail)
    stores.jobs.add(
        caller.tenant,
        "propose",
        services().now_ms(),
        detector_id=anomaly.detector_id,
        request={"fingerprint": anomaly.fingerprint},
        requested_by=caller_name(),
    )
    return json_response(feedback_body(given), 201)


@feedback.get("", summary="Read what was said about an anomaly", responses={200: FeedbackList})
def list_feedback(path: AnomalyPath) -> dict[str, Any]:
    """Return what was said, the latest first."""
    tenant, stores = identity().tenant, services().stores
    anomaly = stores.anomalies.get(tenant, path.fingerprint)
    said = stores.feedback.of(tenant, anomaly.fingerprint)
    return {"items": [feedback_body(one) for one in said], "next_cursor": None}
