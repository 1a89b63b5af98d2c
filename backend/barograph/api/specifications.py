"""Detectors and automations as code: is this YAML right, how does it look, and what may be said."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import unaudited
from barograph.api.authors import caller_name
from barograph.api.bodies.detectors import DetectorPath
from barograph.api.bodies.events import JobBody
from barograph.api.bodies.templates import RuleVerdictBody, SchemaPath, TextRequest, VerdictBody
from barograph.api.job_answers import result_response
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.config.reference import schema_of
from barograph.config.writing import detectors_as_yaml
from barograph.security import Role

__all__ = ["specifications"]

specifications = APIBlueprint(
    "specifications", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="detectors")]
)


@specifications.post("/detectors/validate", summary="Check YAML", responses={200: VerdictBody, 202: JobBody})
@needs(Role.EDITOR)
@unaudited("Nothing is stored.")
def validate_text(body: TextRequest) -> Response:
    """Say what is wrong in a file of detectors, with lines and columns. Nothing is stored.

    References such as `${NAME}` are not filled: a text that comes over the network may not read our secrets.
    Reading takes time, so the engine does it; where it needs more than two seconds, the answer is its job.
    """
    return _check_text("detectors", body)


@specifications.post(
    "/automations/validate", summary="Check YAML", responses={200: RuleVerdictBody, 202: JobBody}
)
@needs(Role.EDITOR)
@unaudited("Nothing is stored.")
def validate_rules(body: TextRequest) -> Response:
    """Say what is wrong in a file of automations, in the same way."""
    return _check_text("automations", body)


@specifications.get(
    "/detectors/<detector_id>/yaml",
    summary="A detector as YAML",
    responses={200: {"content": {"text/yaml": {"schema": {"type": "string"}}}}},
)
def read_yaml(path: DetectorPath) -> Response:
    """Return the file that would provision a detector; what is a default is left out."""
    detector = services().stores.detectors.get(identity().tenant, path.detector_id)
    headers = {"Content-Disposition": f'inline; filename="{detector.id}.yaml"'}
    return Response(
        detectors_as_yaml([detector.content if detector.mistake else detector.spec]),
        200,
        headers,
        mimetype="text/yaml",
    )


@specifications.get(
    "/schemas/<kind>",
    summary="The JSON Schema of files of detectors or automations",
    responses={200: {"content": {"application/schema+json": {"schema": {"type": "object"}}}}},
)
def read_schema(path: SchemaPath) -> Response:
    """Return what an editor needs to complete and check a file while it is written."""
    answer = json_response(schema_of(f"{path.kind}s"))
    answer.mimetype = "application/schema+json"
    return answer


def _check_text(kind: str, body: TextRequest) -> Response:
    request = {"kind": kind, "yaml": body.yaml}
    job = services().desk.ask(Wish("text_check", identity().tenant, None, caller_name(), request))
    if job.is_finished:
        # An editor asks while somebody types, so what was answered is not kept.
        services().stores.jobs.remove(job)
    return result_response(job)
