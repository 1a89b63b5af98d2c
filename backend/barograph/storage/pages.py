"""Pages by key: a page ends with a cursor that names its last row, so no page costs more than the first."""

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Row, Select, tuple_

from barograph.errors import ValidationFailed

__all__ = ["Order", "Page", "PageRequest", "fetch_page"]

_Item = TypeVar("_Item")
_DIGEST_BYTES = 6
_LONGEST_CURSOR = 2_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page: at most ``limit`` rows after ``cursor``, ordered by ``sort`` (``-name`` is descending)."""

    limit: int = 50
    cursor: str | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """Rows, and the cursor of the next page; None on the last one."""

    items: tuple[_Item, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of an order, the last one unique, and its direction."""

    name: str
    columns: tuple[ColumnElement[Any], ...]
    is_descending: bool

    @classmethod
    def parse(
        cls, wanted: str | None, choices: dict[str, tuple[ColumnElement[Any], ...]], default: str
    ) -> "Order":
        """Read a sort such as ``-started``."""
        name = wanted or default
        columns = choices.get(name.removeprefix("-"))
        if columns is None:
            raise ValidationFailed(
                f"There is no order {name!r}. Choose {', '.join(sorted(choices))}; a minus reverses it.",
                detail={"fields": [{"field": "sort", "message": f"one of {sorted(choices)}"}]},
            )
        return cls(name, columns, name.startswith("-"))


def fetch_page(
    connection: Connection,
    query: Select[Any],
    order: Order,
    request: PageRequest,
    read: Callable[[Row[Any]], _Item],
) -> Page[_Item]:
    """Run a query for one page. Its rows must hold the columns of the order under their own names."""
    if request.cursor is not None:
        last = tuple_(*_decode(request.cursor, order))
        key = tuple_(*order.columns)
        query = query.where(key < last if order.is_descending else key > last)
    ordered = [column.desc() if order.is_descending else column.asc() for column in order.columns]
    rows = connection.execute(query.order_by(*ordered).limit(request.limit + 1)).all()
    items = tuple(read(row) for row in rows[: request.limit])
    is_last = len(rows) <= request.limit
    return Page(items, None if is_last or not items else _encode(rows[request.limit - 1], order))


def _encode(row: Row[Any], order: Order) -> str:
    values = [row._mapping[column.key or ""] for column in order.columns]
    content = orjson.dumps(values)
    return urlsafe_b64encode(_digest(content, order) + content).decode().rstrip("=")


def _decode(cursor: str, order: Order) -> Sequence[object]:
    try:
        if len(cursor) > _LONGEST_CURSOR:
            raise ValueError("too long")
        packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        content = packed[_DIGEST_BYTES:]
        if packed[:_DIGEST_BYTES] != _digest(content, order):
            raise ValueError("made for another order")
        values: list[object] = orjson.loads(content)
        if [type(value) for value in values] != [column.type.python_type for column in order.columns]:
            raise ValueError("other types than the columns")
    except (ValueError, binascii.Error) as error:
        raise ValidationFailed(
            "The cursor is not one of this list and order. Take `next_cursor` of the page before, unchanged.",
            detail={"fields": [{"field": "cursor", "message": "not a cursor of this list and order"}]},
        ) from error
    return values


def _digest(content: bytes, order: Order) -> bytes:
    """Tie a cursor to its order, so that a garbled or misplaced one is told from a good one."""
    person = "/".join(column.key or "" for column in order.columns) + order.name
    return hashlib.blake2b(content, digest_size=_DIGEST_BYTES, key=person.encode()[:64]).digest()
