"""`/api/v1/algorithms`: what can judge a series, at what cost, with which parameters."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.bodies.algorithms import AlgorithmBody, AlgorithmList, AlgorithmPath
from barograph.api.services import services

__all__ = ["algorithms"]

algorithms = APIBlueprint(
    "algorithms", __name__, url_prefix="/api/v1/algorithms", abp_tags=[Tag(name="algorithms")]
)


@algorithms.get("", summary="List algorithms", responses={200: AlgorithmList})
def list_algorithms() -> Response:
    """Return every algorithm that is installed here, those of third parties included."""
    return json_response({"items": services().catalogue.all(), "next_cursor": None})


@algorithms.get("/<name>", summary="Read an algorithm", responses={200: AlgorithmBody})
def get_algorithm(path: AlgorithmPath) -> Response:
    """Return one algorithm with its parameters, their defaults and their help."""
    return json_response(services().catalogue.get(path.name))
