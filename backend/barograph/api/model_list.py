"""`/api/v1/models`: the models in force of all detectors, page by page."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.bodies.models import ModelsPage, ModelsQuery
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.storage.detector_filter import DetectorFilter
from barograph.storage.detector_rows import StoredDetector
from barograph.training.quality import describe_quality

__all__ = ["model_list"]

model_list = APIBlueprint("model_list", __name__, url_prefix="/api/v1/models", abp_tags=[Tag(name="models")])


@model_list.get("", summary="List the models in force", responses={200: ModelsPage})
def list_models_in_force(query: ModelsQuery) -> dict[str, Any]:
    """Return a page of detectors by name, each with how its model fares."""
    stores, now_ms = services().stores, services().now_ms()

    def describe(detector: StoredDetector) -> dict[str, Any]:
        spec = detector.content
        named = {"detector": detector.id, "title": spec["title"], "algorithm": spec["algorithm"]["name"]}
        return {**named, "quality": describe_quality(stores, detector, now_ms)}

    wanted = query.to_page_request(services().settings.api_page_size)
    return page_body(
        stores.detectors.page(identity().tenant, DetectorFilter(text=query.text), wanted), describe
    )
