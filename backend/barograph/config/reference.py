"""What configuration may say, as documentation: made from the same types that the program reads."""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from barograph.config.kinds import KINDS
from barograph.config.loading import ENVIRONMENT_PREFIX
from barograph.config.provisioning import DetectorFile
from barograph.config.settings import Settings

__all__ = ["SCHEMAS", "schema_of", "settings_table"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FILES: dict[str, type[BaseModel]] = {
    "detectors": DetectorFile,
    **{name: kind.schema for name, kind in KINDS.items()},
}
SCHEMAS = tuple(_FILES)
"""Kinds of files that have a schema."""


def schema_of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of files of one kind, for editors."""
    return {"$schema": _DIALECT, **_FILES[kind].model_json_schema()}


def settings_table() -> str:
    """Return a Markdown table of every setting."""
    rows = ["| setting | environment | type | default | what it does |", "|---|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        kind = "secret" if name in Settings.secret_names() else _type_name(field.annotation)
        default = "" if field.default in ("", None) else f"`{field.default}`"
        rows.append(
            f"| `{name}` | `{ENVIRONMENT_PREFIX}{name.upper()}` | {kind} | {default} | {field.description} |"
        )
    return "\n".join(rows)


def _type_name(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    names = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "Path": "path"}
    return names.get(getattr(annotation, "__name__", ""), str(annotation))
