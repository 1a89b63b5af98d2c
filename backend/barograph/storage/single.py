"""One row that must be there."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select

from barograph.errors import NotFound

__all__ = ["read_one"]

_Item = TypeVar("_Item")


def read_one(
    connection: Connection, query: Select[Any], read: Callable[[Row[Any]], _Item], missing: str
) -> _Item:
    """Return what the only row of a query holds; where there is none, ``missing`` is the error's sentence."""
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(missing)
    return read(row)
