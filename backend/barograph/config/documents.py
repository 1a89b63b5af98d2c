"""YAML documents that remember where each value stands, so that a mistake has a line and a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from barograph.config.mistake_words import say_mistake
from barograph.config.yaml_tree import Where, dotted, position_in, read_tree
from barograph.errors import ValidationFailed

__all__ = ["Mistake", "Parsed", "References", "parse_document"]

_M = TypeVar("_M", bound=BaseModel)
# A text has no more values than characters, unless its aliases repeat some: that many more may come of them.
_MOST_REPEATED = 10_000
_DEEPEST = 100


class References(Protocol):
    """Fills the references in a text; raises ValidationFailed for one that leads nowhere."""

    def fill(self, text: str) -> str:
        """Return the text with its references filled."""
        ...


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}:{self.column}: {place}{self.message}"


@dataclass(frozen=True, slots=True)
class Parsed(Generic[_M]):
    """A document as its model, or what is wrong with it; ``line_of`` finds an item of a list again."""

    content: _M | None
    mistakes: tuple[Mistake, ...]
    root: Any = None

    def position(self, path: Where) -> tuple[int, int]:
        """Return line and column of a value."""
        return position_in(self.root, path)


def parse_document(text: str, file: Path, schema: type[_M], interpolation: References) -> Parsed[_M]:
    """Read YAML, fill in references, and validate it; collects every mistake instead of the first."""
    try:
        root = read_tree(text)
        filler = _Filler(interpolation, root, file, len(text) + _MOST_REPEATED)
        plain = filler.fill(root)
    except ValidationFailed as error:
        line, column = int(str(error.detail["line"])), int(str(error.detail["column"]))
        return Parsed(None, (Mistake(str(file), line, column, "", error.message),))
    if filler.mistakes:
        return Parsed(None, tuple(filler.mistakes), root)
    try:
        return Parsed(schema.model_validate(plain if plain is not None else {}), (), root)
    except ValidationError as error:
        return Parsed(
            None, tuple(_mistake_of(item, root, str(file), schema) for item in error.errors()), root
        )


class _Filler:
    """Turns a YAML tree into plain values with references filled in, and remembers which led nowhere.

    By aliases a short text can mean a billion values, or one that holds itself: that is refused.
    """

    def __init__(self, interpolation: References, root: Any, file: Path, most_values: int) -> None:
        self._interpolation = interpolation
        self._root = root
        self._file = file
        self._left = most_values
        self.mistakes: list[Mistake] = []

    def fill(self, node: Any, path: tuple[int | str, ...] = ()) -> Any:
        self._left -= 1
        if self._left < 0 or len(path) > _DEEPEST:
            line, column = position_in(self._root, path)
            message = "it is nested too deeply, or its aliases repeat too much; write less of it in one file"
            raise ValidationFailed(message, detail={"line": line, "column": column})
        if isinstance(node, Mapping):
            return {str(key): self.fill(value, (*path, str(key))) for key, value in node.items()}
        if isinstance(node, list):
            return [self.fill(value, (*path, index)) for index, value in enumerate(node)]
        return self._fill_text(str(node), path) if isinstance(node, str) else node

    def _fill_text(self, text: str, path: tuple[int | str, ...]) -> str:
        try:
            return self._interpolation.fill(text)
        except ValidationFailed as error:
            line, column = position_in(self._root, path)
            self.mistakes.append(Mistake(str(self._file), line, column, dotted(path), error.message))
            return text


def _mistake_of(item: Any, root: Any, file: str, schema: type[BaseModel]) -> Mistake:
    path = tuple(item["loc"])
    place = _without_tags(root, path)
    message = say_mistake(item)
    if item["type"] == "extra_forbidden":
        message = f"there is no key `{path[-1]}` here{_did_you_mean(str(path[-1]), schema, path)}"
    return Mistake(file, *position_in(root, place), dotted(place), message)


def _without_tags(root: Any, path: Where) -> Where:
    """Leave out the names of variants that pydantic puts into a path and that stand in no file."""
    node, place = root, []
    for position, step in enumerate(path):
        is_last = position == len(path) - 1
        if isinstance(node, Mapping) and step not in node and not is_last:
            continue
        place.append(step)
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
    return place


def _did_you_mean(key: str, schema: type[BaseModel], path: Where) -> str:
    known = _keys_at(schema, path[:-1])
    close = get_close_matches(key, known, n=1)
    if close:
        return f"; did you mean `{close[0]}`?"
    return f"; known keys are {', '.join(known)}" if known else ""


def _keys_at(schema: type[BaseModel], path: Where) -> list[str]:
    """Follow a path through the JSON Schema and return the keys that are allowed there."""
    document = _json_schema_of(schema)
    node: dict[str, Any] = document
    for step in path:
        node = _resolve(document, node)
        variants = node.get("discriminator", {}).get("mapping", {})
        if step in variants:
            node = {"$ref": variants[step]}
            continue
        node = node.get("items", {}) if isinstance(step, int) else node.get("properties", {}).get(step, {})
    return sorted(_resolve(document, node).get("properties", {}))


@cache
def _json_schema_of(schema: type[BaseModel]) -> dict[str, Any]:
    return schema.model_json_schema()


def _resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for choice in node.get("anyOf", ()):
        if "$ref" in choice:
            return _resolve(document, choice)
    reference = node.get("$ref")
    if reference is None:
        return node
    found: dict[str, Any] = document["$defs"][reference.rsplit("/", 1)[1]]
    return found
