"""Questions and answers about templates, and about detectors as YAML."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, Query
from barograph.config.automation import AutomationSpec
from barograph.config.detector import DetectorSpec, Name
from barograph.templates.base import Template, TemplateParameter, Value

__all__ = [
    "MistakeBody",
    "RenderRequest",
    "RenderedBody",
    "RuleVerdictBody",
    "SchemaPath",
    "TemplateBody",
    "TemplateList",
    "TemplatePath",
    "TextRequest",
    "VerdictBody",
    "template_body",
]


class TemplatePath(Query):
    """Which template."""

    name: Name = Field(description="Name of the template.")


class TemplateBody(Body):
    """A template, without the detectors it makes."""

    name: str
    title: str
    category: str = Field(
        description="service, machine, kubernetes, queue, database, logs or slo, to group by."
    )
    description: str
    source_type: str = Field(description="Type of data source it needs.")
    parameters: list[TemplateParameter]
    detectors: int = Field(description="How many detectors it makes.")


class TemplateList(Body):
    """Every template."""

    items: list[TemplateBody]
    next_cursor: str | None = Field(description="Always null: there are few.")


class RenderRequest(Body):
    """Values for a template."""

    parameters: dict[str, Value] = Field(
        default_factory=dict, description="Values; parameters that are left out have their default."
    )
    datasource: Name | None = Field(None, description="Name of the data source; its type if unset.")


class RenderedBody(Body):
    """The detectors of a template, as JSON and as the file they would be in."""

    detectors: list[DetectorSpec]
    yaml: str


class SchemaPath(Query):
    """Which kind of file."""

    kind: Literal["detector", "automation"] = Field(description="Of what the file is.")


class TextRequest(Body):
    """A file of detectors or automations that somebody writes."""

    yaml: str = Field(max_length=200_000, description="Its text.")


class MistakeBody(Body):
    """One thing that is wrong. Lines and columns count from 1."""

    line: int
    column: int
    where: str = Field(description="The path of the value, such as detectors[0].query.expression.")
    message: str


class VerdictBody(Body):
    """Whether the text is valid, and the detectors it holds."""

    is_valid: bool
    mistakes: list[MistakeBody]
    detectors: list[DetectorSpec] = Field(description="Empty where the form of the file is wrong.")


class RuleVerdictBody(Body):
    """Whether the text is valid, and the automations it holds."""

    is_valid: bool
    mistakes: list[MistakeBody]
    automations: list[AutomationSpec] = Field(description="Empty where the form of the file is wrong.")


def template_body(template: Template) -> dict[str, Any]:
    """Return a template as JSON."""
    content = template.model_dump(mode="json")
    return {**content, "detectors": len(template.detectors)}
