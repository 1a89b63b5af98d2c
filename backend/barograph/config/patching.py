"""Small changes of a specification that can be put on, and taken off again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import ValidationError

from barograph.config.detector import DetectorSpec
from barograph.config.mistake_words import say_first_mistake
from barograph.errors import Conflict

__all__ = ["Edit", "edits_from_json", "edits_to_json", "put_on", "take_off"]


@dataclass(frozen=True, slots=True)
class Edit:
    """``append`` adds a value to a list, ``set`` replaces one that was ``before``."""

    op: Literal["append", "set"]
    path: str
    value: Any
    before: Any = None


def put_on(spec: DetectorSpec, edits: Sequence[Edit]) -> DetectorSpec:
    """Return the specification with the edits; what is there already is not put in twice.

    >>> spec = DetectorSpec.model_validate({"name": "a", "query": {"expression": "up"}})
    >>> put_on(spec, [Edit("set", "policy.threshold", 0.75)]).policy.threshold
    0.75
    """
    content = spec.model_dump(mode="json")
    for edit in edits:
        parent, key = _find(content, edit.path)
        if edit.op == "set":
            parent[key] = edit.value
        elif edit.value not in parent[key]:
            parent[key] = [*parent[key], edit.value]
    return _read(content)


def take_off(spec: DetectorSpec, edits: Sequence[Edit]) -> DetectorSpec:
    """Return the specification without the edits; what somebody changed since is a conflict."""
    content = spec.model_dump(mode="json")
    for edit in reversed(edits):
        parent, key = _find(content, edit.path)
        is_there = parent[key] == edit.value if edit.op == "set" else edit.value in parent[key]
        if not is_there:
            raise Conflict(
                f"`{edit.path}` was changed since, so this can't be taken back by itself. Change it by hand, "
                "or restore a revision.",
                detail={"field": edit.path},
            )
        if edit.op == "set":
            parent[key] = edit.before
        else:
            parent[key] = [value for value in parent[key] if value != edit.value]
    return _read(content)


def edits_to_json(edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Return edits as JSON."""
    return [asdict(edit) for edit in edits]


def edits_from_json(content: Sequence[dict[str, Any]]) -> tuple[Edit, ...]:
    """Return the edits that ``edits_to_json`` wrote."""
    return tuple(Edit(**item) for item in content)


def _find(content: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    *way, key = path.split(".")
    for step in way:
        content = content[step]
    return content, key


def _read(content: dict[str, Any]) -> DetectorSpec:
    try:
        return DetectorSpec.model_validate(content)
    except ValidationError as error:
        raise Conflict(
            f"The change no longer fits the detector: {say_first_mistake(error)} Change it by hand."
        ) from error
