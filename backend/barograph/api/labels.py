"""`/api/v1/labels`: which labels there are, for people who write a condition."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.authors import caller_name
from barograph.api.bodies.labels import LabelList, LabelQuery
from barograph.api.engine_desk import raise_failure_of
from barograph.api.requests import identity
from barograph.api.services import Wish, services
from barograph.errors import ServiceUnreachable

__all__ = ["labels"]

labels = APIBlueprint("labels", __name__, url_prefix="/api/v1/labels", abp_tags=[Tag(name="detectors")])


@labels.get("", summary="List labels and their values", responses={200: LabelList})
def list_labels(query: LabelQuery) -> Response:
    """Return the labels of the series that detectors saw last, and of the detectors; no source is asked."""
    job = services().desk.ask(Wish("labels", identity().tenant, query.detector, caller_name()))
    # Whoever types asks often, so the job is not kept.
    services().stores.jobs.remove(job)
    raise_failure_of(job)
    if not job.is_finished:
        raise ServiceUnreachable("No engine answered in time. Look at the component `processes` of /health.")
    return json_response({**job.result, "next_cursor": None})
