"""From a template and values to detectors."""

import math
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from barograph.config.detector import DetectorSpec
from barograph.config.durations import Duration
from barograph.config.mistake_words import say_first_mistake, say_mistakes
from barograph.errors import ValidationFailed
from barograph.templates.base import Template, TemplateParameter, Value

__all__ = ["render"]

_PLACE = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")
_EMPTY_SELECTOR = re.compile(r"(?<=\w)\{\s*\}")
_LEADING_COMMA = re.compile(r"\{\s*,\s*")
_TRAILING_COMMA = re.compile(r"(?:,\s*)+\}")


def render(template: Template, values: Mapping[str, Value], source: str) -> tuple[DetectorSpec, ...]:
    """Return the detectors of a template on a data source; parameters that are not given have defaults."""
    chosen = _choose(template, values)
    return tuple(_detector(template, raw, chosen, source) for raw in template.detectors)


def _choose(template: Template, values: Mapping[str, Value]) -> dict[str, Value]:
    known = {parameter.name: parameter for parameter in template.parameters}
    for name in values:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean `{close[0]}`?" if close else f"It has {', '.join(known)}."
            raise _refusal(name, f"The template {template.name} has no parameter `{name}`. {hint}")
    return {name: _check(parameter, values.get(name, parameter.default)) for name, parameter in known.items()}


def _check(parameter: TemplateParameter, value: Value) -> Value:
    if parameter.choices and value not in parameter.choices:
        raise _refusal(parameter.name, f"`{parameter.name}` is one of {', '.join(parameter.choices)}.")
    try:
        if parameter.type == "number":
            return _number(value)
        if parameter.type == "duration":
            return str(Duration.parse(value))
    except ValueError as error:
        raise _refusal(parameter.name, f"`{parameter.name}` takes a {parameter.type}: {error}.") from error
    return str(value).strip()


def _number(value: Value) -> Value:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is none; write it like 10 or 0.5")
    return int(number) if number.is_integer() else number


def _detector(
    template: Template, raw: dict[str, Any], values: Mapping[str, Value], source: str
) -> DetectorSpec:
    content = _fill(raw, values)
    content["query"] = {**content["query"], "source": source}
    content["query"]["expression"] = _tidy(content["query"]["expression"])
    try:
        return DetectorSpec.model_validate(content)
    except ValidationError as error:
        place = say_mistakes(error)[0][0]
        raise ValidationFailed(
            f"Template {template.name} makes no valid detector of these values: {say_first_mistake(error)}",
            detail={"field": place},
        ) from error


def _fill(node: Any, values: Mapping[str, Value]) -> Any:
    if isinstance(node, Mapping):
        return {key: _fill(value, values) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [item for value in node for item in _fill_item(value, values)]
    if not isinstance(node, str):
        return node
    whole = _PLACE.fullmatch(node)
    if whole:
        return values[whole[1]]
    return _PLACE.sub(lambda match: str(values[match[1]]), node)


def _fill_item(node: Any, values: Mapping[str, Value]) -> list[Any]:
    """Fill an item of a list; a place that stands alone gives one for each of its words between commas."""
    filled = _fill(node, values)
    is_place = isinstance(node, str) and _PLACE.fullmatch(node) is not None
    if not is_place or not isinstance(filled, str):
        return [filled]
    return [word.strip() for word in filled.split(",") if word.strip()]


def _tidy(expression: str) -> str:
    """Take out what an empty selector leaves behind: ``{, a="b"}`` and ``up{}``."""
    text = _LEADING_COMMA.sub("{", _TRAILING_COMMA.sub("}", expression))
    return _EMPTY_SELECTOR.sub("", text)


def _refusal(name: str, sentence: str) -> ValidationFailed:
    return ValidationFailed(sentence, detail={"field": f"parameters.{name}"})
