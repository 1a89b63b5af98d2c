"""Detectors written as YAML, the way a person would: nothing that is a default anyway."""

from collections.abc import Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from barograph.config.detector import DetectorSpec
from barograph.config.interpolation import escape_references

__all__ = ["detectors_as_yaml"]

_WIDTH = 10_000


def detectors_as_yaml(specs: Sequence[DetectorSpec | dict[str, Any]]) -> str:
    """Return the file that holds these detectors; reading it gives the same ones again.

    What is not valid, and so is no specification, is written as it is, for somebody to correct.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.default_flow_style = False
    yaml.width = _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump({"apiVersion": 1, "detectors": [_plain(spec) for spec in specs]}, text)
    return text.getvalue()


def _plain(spec: DetectorSpec | dict[str, Any]) -> dict[str, Any]:
    if isinstance(spec, DetectorSpec):
        spec = spec.model_dump(mode="json", exclude_defaults=True)
    content: dict[str, Any] = _escape(spec)
    return content


def _escape(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _escape(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_escape(value) for value in node]
    return escape_references(node) if isinstance(node, str) else node
