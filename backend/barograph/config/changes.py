"""What differs between two specifications, path by path."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from barograph.config.detector import DetectorSpec

__all__ = ["SpecChange", "changes_between"]


@dataclass(frozen=True, slots=True)
class SpecChange:
    """One value that is another; None stands for what is not there."""

    path: str
    before: Any
    after: Any


def changes_between(before: DetectorSpec, after: DetectorSpec) -> tuple[SpecChange, ...]:
    """Return every value that differs, in the order of the schema.

    >>> old = DetectorSpec.model_validate({"name": "a", "query": {"expression": "up"}})
    >>> changes_between(old, old.model_copy(update={"title": "Up"}))
    (SpecChange(path='title', before='', after='Up'),)
    """
    return tuple(_compare("", before.model_dump(mode="json"), after.model_dump(mode="json")))


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
