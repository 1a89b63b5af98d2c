"""What configuration may say, as documentation: made from the same types that the program reads."""

from typing import Any, Literal, get_args, get_origin

from barograph.config.automation import AutomationFile
from barograph.config.loading import ENVIRONMENT_PREFIX
from barograph.config.provisioning import DetectorFile
from barograph.config.settings import Settings

__all__ = ["automation_schema", "detector_schema", "settings_table"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def detector_schema() -> dict[str, Any]:
    """Return the JSON Schema of detector files, for editors."""
    return {"$schema": _DIALECT, **DetectorFile.model_json_schema()}


def automation_schema() -> dict[str, Any]:
    """Return the JSON Schema of automation files, for editors."""
    return {"$schema": _DIALECT, **AutomationFile.model_json_schema()}


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
