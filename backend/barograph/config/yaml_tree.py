"""YAML as a tree that knows where each value stands; whatever is wrong with a text is one kind of error."""

from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from barograph.errors import ValidationFailed

__all__ = ["Where", "dotted", "position_in", "read_tree"]

Where = Sequence[int | str]


def read_tree(text: str) -> Any:
    """Return the tree of a document; raises ValidationFailed with ``line`` and ``column`` in its detail."""
    try:
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _unreadable(str(error.problem), line, column) from error
    except YAMLError as error:
        raise _unreadable(str(error).partition("\n")[0] or "unreadable") from error
    except RecursionError as error:
        raise _unreadable("it is nested too deeply") from error
    except (ValueError, TypeError, AttributeError) as error:
        # The library lets through what Python says of a date, a number or a tag that is none.
        raise _unreadable(str(error)) from error


def position_in(root: Any, path: Where) -> tuple[int, int]:
    """Find line and column of the deepest part of a path that stands in the file; they count from 1."""
    node, line, column = root, 0, 0
    for step in path:
        place = _place_of(node, step)
        if place is None:
            break
        line, column = place
        node = node[step]
    return line + 1, column + 1


def dotted(path: Where) -> str:
    """Write a path as people do: ``detectors[0].query``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else str(step))
    return text


def _place_of(node: Any, step: int | str) -> tuple[int, int] | None:
    """Return where an item of a node stands, None where there is none or, as with tags, nobody noted it."""
    place: tuple[int, int] | None = None
    if isinstance(node, CommentedMap) and step in node:
        place = node.lc.key(step)
    elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
        place = node.lc.item(step)
    return place


def _unreadable(reason: str, line: int = 1, column: int = 1) -> ValidationFailed:
    return ValidationFailed(f"not valid YAML: {reason}", detail={"line": line, "column": column})
