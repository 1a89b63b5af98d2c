"""What a template says: its parameters, and detectors in which their values are still missing."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from barograph.config.detector import Name

__all__ = ["Template", "TemplateParameter", "Value"]


def _check_plain(value: object) -> object:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ValueError("a text or a number is expected here")
    return value


Value = Annotated[str | int | float, BeforeValidator(_check_plain)]
"""What a parameter takes."""


class TemplateParameter(BaseModel):
    """Something that differs from system to system."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")] = Field(
        description="How detectors refer to it: `${name}`."
    )
    title: str = Field(min_length=1, description="What stands beside its field in a form.")
    help: str = Field("", description="What it does, and how to find the right value.")
    type: Literal["text", "number", "duration"] = Field("text", description="What kind of value it takes.")
    default: Value = Field(description="Its value where nobody says another.")
    choices: tuple[str, ...] = Field((), description="The only values it takes; empty means any.")


class Template(BaseModel):
    """A template as YAML: a file in ``library``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="Unique name in lower case, digits and dashes.")
    title: str = Field(min_length=1, description="What people read.")
    category: Literal["service", "machine", "kubernetes", "queue", "database", "logs", "slo"]
    description: str = Field(description="What it watches, and which exporters it reads.")
    source_type: Literal["prometheus", "loki"] = Field(description="Type of data source it needs.")
    parameters: tuple[TemplateParameter, ...]
    detectors: tuple[dict[str, Any], ...] = Field(
        min_length=1, description="Detectors as in YAML files, with `${parameter}` for each value."
    )

    @model_validator(mode="after")
    def _check_names(self) -> "Template":
        names = [parameter.name for parameter in self.parameters]
        if len(set(names)) < len(names):
            raise ValueError("two parameters have the same name")
        return self
