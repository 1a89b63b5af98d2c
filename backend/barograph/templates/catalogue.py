"""The templates that come with Barograph: the YAML files in ``library``."""

from functools import cache
from importlib import resources
from pathlib import Path

from barograph.config.documents import parse_document
from barograph.config.interpolation import NoInterpolation
from barograph.errors import InternalError, NotFound
from barograph.templates.base import Template

__all__ = ["all_templates", "find_template"]


@cache
def all_templates() -> tuple[Template, ...]:
    """Return every template, in the order of their names."""
    folder = resources.files("barograph.templates") / "library"
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_read(name, (folder / name).read_text(encoding="utf-8")) for name in files)


def find_template(name: str) -> Template:
    """Return one template; raises NotFound where there is none of this name."""
    for template in all_templates():
        if template.name == name:
            return template
    known = ", ".join(template.name for template in all_templates())
    raise NotFound(f"There is no template `{name}`. Templates are {known}.")


def _read(name: str, text: str) -> Template:
    parsed = parse_document(text, Path(name), Template, NoInterpolation())
    if parsed.content is None:
        raise InternalError(f"The template {name} is broken: {parsed.mistakes[0]}.")
    return parsed.content
