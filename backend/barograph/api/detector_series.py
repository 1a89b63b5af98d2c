"""`/api/v1/detectors/{id}/series`, `/forecast`, `/templates`: what a detector sees and has learnt."""

from typing import Literal

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.authors import caller_name
from barograph.api.bodies.detectors import DetectorPath
from barograph.api.bodies.events import JobBody
from barograph.api.bodies.forecasts import ForecastBody, ForecastQuery
from barograph.api.bodies.log_templates import LogTemplatePage, LogTemplateQuery
from barograph.api.bodies.series import SeriesBody, SeriesQuery
from barograph.api.job_answers import result_response
from barograph.api.requests import identity
from barograph.api.services import Wish, services

__all__ = ["detector_series"]

detector_series = APIBlueprint(
    "detector_series",
    __name__,
    url_prefix="/api/v1/detectors",
    abp_tags=[Tag(name="detectors")],
)


@detector_series.get(
    "/<detector_id>/series", summary="Series with their bands", responses={200: SeriesBody, 202: JobBody}
)
def read_series(path: DetectorPath, query: SeriesQuery) -> Response:
    """Return value, expected, lower, upper and score; 202 with a job where that takes longer.

    Nothing of this is stored: the engine asks the source again and scores it with the model in force, by the
    same function that live ticks use.
    """
    return _ask("series", path, query.to_request())


@detector_series.get(
    "/<detector_id>/templates",
    summary="Log templates of its model",
    responses={200: LogTemplatePage, 202: JobBody},
)
def list_log_templates(path: DetectorPath, query: LogTemplateQuery) -> Response:
    """Return the templates of log lines in the model in force; 202 with a job where that takes longer."""
    return _ask("templates", path, query.to_request())


@detector_series.get(
    "/<detector_id>/forecast",
    summary="What is expected, and when limits are reached",
    responses={200: ForecastBody, 202: JobBody},
)
def read_forecast(path: DetectorPath, query: ForecastQuery) -> Response:
    """Return what each series is expected to do next; 202 with a job where that takes longer."""
    return _ask("forecast", path, query.to_request())


def _ask(
    kind: Literal["series", "templates", "forecast"], path: DetectorPath, request: dict[str, object]
) -> Response:
    caller = identity()
    services().stores.detectors.get(caller.tenant, path.detector_id)
    job = services().desk.ask(Wish(kind, caller.tenant, path.detector_id, caller_name(), request))
    return result_response(job)
