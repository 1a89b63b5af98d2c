"""`/api/v1/templates`: ready detectors for what people usually watch."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import unaudited
from barograph.api.bodies.templates import (
    RenderedBody,
    RenderRequest,
    TemplateList,
    TemplatePath,
    template_body,
)
from barograph.api.services import services
from barograph.config.writing import detectors_as_yaml
from barograph.templates.catalogue import all_templates, find_template
from barograph.templates.rendering import render

__all__ = ["templates"]

templates = APIBlueprint(
    "templates",
    __name__,
    url_prefix="/api/v1/templates",
    abp_tags=[Tag(name="templates", description="Ready detectors for what people usually watch.")],
)


@templates.get("", summary="List templates", responses={200: TemplateList})
def list_templates() -> Response:
    """Return every template with its parameters."""
    return json_response({"items": list(map(template_body, all_templates())), "next_cursor": None})


@templates.post("/<name>/render", summary="Fill in a template", responses={200: RenderedBody})
@unaudited("Nothing is stored.")
def render_template(path: TemplatePath, body: RenderRequest) -> Response:
    """Return the detectors of a template with these values. Nothing is stored."""
    template = find_template(path.name)
    specs = render(template, body.parameters, body.datasource or template.source_type)
    for spec in specs:
        for check in services().checks:
            check(spec)
    detectors = [spec.model_dump(mode="json") for spec in specs]
    return json_response({"detectors": detectors, "yaml": detectors_as_yaml(specs)})
