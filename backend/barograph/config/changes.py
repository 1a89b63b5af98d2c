"""What differs between two specifications, path by path."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

__all__ = ["SpecChange", "changes_between", "differences", "say_changes"]

_MOST_SAID = 3
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class SpecChange:
    """One value that is another; None stands for what is not there."""

    path: str
    before: Any
    after: Any


def changes_between(before: BaseModel, after: BaseModel) -> tuple[SpecChange, ...]:
    """Return every value that differs, in the order of the schema.

    >>> from barograph.config.detector import DetectorSpec
    >>> old = DetectorSpec.model_validate({"name": "a", "query": {"expression": "up"}})
    >>> changes_between(old, old.model_copy(update={"title": "Up"}))
    (SpecChange(path='title', before='', after='Up'),)
    """
    return differences(before.model_dump(mode="json"), after.model_dump(mode="json"))


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[SpecChange, ...]:
    """Return the same of specifications as JSON, which need not be valid any more."""
    return tuple(_compare("", before, after))


def say_changes(changes: Sequence[SpecChange]) -> str:
    """Return a sentence that names the first few changes, with their values where those are short.

    >>> say_changes([SpecChange("policy.threshold", 0.625, 0.75), SpecChange("labels.team", None, "shop")])
    'Changed policy.threshold (0.625 → 0.75), labels.team (nothing → shop).'
    """
    if not changes:
        return "Saved it as it was."
    said = [_say(change) for change in changes[:_MOST_SAID]]
    more = len(changes) - len(said)
    return f"Changed {', '.join(said)}{f' and {more} more' if more else ''}."


def _say(change: SpecChange) -> str:
    if not (_is_short(change.before) and _is_short(change.after)):
        return change.path
    return f"{change.path} ({_show(change.before)} → {_show(change.after)})"


def _is_short(value: Any) -> bool:
    return value is None or (isinstance(value, str | int | float) and len(str(value)) <= _LONGEST)


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "nothing" if value is None else str(value) or "empty"


def _compare(path: str, before: Any, after: Any) -> Iterator[SpecChange]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _compare(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif _is_list_of_objects(before) and _is_list_of_objects(after):
        for index in range(max(len(before), len(after))):
            yield from _compare(f"{path}[{index}]", _at(before, index), _at(after, index))
    elif before != after:
        yield SpecChange(path, before, after)


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else None
