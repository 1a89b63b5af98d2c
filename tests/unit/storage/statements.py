"""What the database is told, as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

__all__ = ["Statement", "noted_statements"]

Statement = tuple[str, Any]
"""A text, and the values that stand in it."""


@contextmanager
def noted_statements() -> Iterator[list[Statement]]:
    """Note every statement until the block ends."""
    found: list[Statement] = []

    def note(_connection: object, _cursor: object, text: str, values: object, *_: object) -> None:
        found.append((text, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
