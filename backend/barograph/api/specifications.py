"""Detectors as code, for editors: is this YAML right, how does one look as YAML, and what may be said."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.bodies.detectors import DetectorPath
from barograph.api.bodies.templates import TextRequest, VerdictBody, mistake_body
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.config.provisioning import read_detector_text
from barograph.config.reference import schema_of
from barograph.config.writing import detectors_as_yaml

__all__ = ["specifications"]

specifications = APIBlueprint(
    "specifications", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="detectors")]
)


@specifications.post("/detectors/validate", summary="Check YAML", responses={200: VerdictBody})
def validate_text(body: TextRequest) -> Response:
    """Say what is wrong in a file of detectors, with lines and columns. Nothing is stored.

    References such as `${NAME}` are not filled: a text that comes over the network may not read our secrets.
    """
    found = read_detector_text(body.yaml, services().checks)
    return json_response(
        {
            "is_valid": found.is_valid,
            "mistakes": [mistake_body(mistake) for mistake in found.mistakes],
            "detectors": [spec.model_dump(mode="json") for spec in found.specs],
        }
    )


@specifications.get(
    "/detectors/<detector_id>/yaml",
    summary="A detector as YAML",
    responses={200: {"content": {"text/yaml": {"schema": {"type": "string"}}}}},
)
def read_yaml(path: DetectorPath) -> Response:
    """Return the file that would provision a detector; what is a default is left out."""
    detector = services().stores.detectors.get(identity().tenant, path.detector_id)
    headers = {"Content-Disposition": f'inline; filename="{detector.id}.yaml"'}
    return Response(detectors_as_yaml([detector.spec]), 200, headers, mimetype="text/yaml")


@specifications.get(
    "/schemas/detector",
    summary="The JSON Schema of files of detectors",
    responses={200: {"content": {"application/schema+json": {"schema": {"type": "object"}}}}},
)
def read_schema() -> Response:
    """Return what an editor needs to complete and check a file while it is written."""
    answer = json_response(schema_of("detectors"))
    answer.mimetype = "application/schema+json"
    return answer
