"""Dead letters: messages that a sink refused, kept with the reason until somebody sends them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from barograph.storage.database import Database
from barograph.storage.outbox import NEVER_MS
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.tables import OutboxRow

__all__ = ["DeadLetter", "DeadLetters"]

_ORDERS: dict[str, tuple[Any, ...]] = {"id": (OutboxRow.id,)}


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that was put aside: for which queue, about what, and why."""

    id: int
    queue: str
    fingerprint: str
    kind: str
    at_ms: int
    reason: str
    payload: dict[str, Any]


class DeadLetters:
    """Shows what sinks refused, and makes it due again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self, tenant: str, sink: str | None = None, request: PageRequest | None = None
    ) -> Page[DeadLetter]:
        """Return a page, the latest first, of one sink where it is given."""
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="-id")
        query = select(OutboxRow.__table__).where(*_conditions(tenant, sink))
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, _to_letter)

    def replay(
        self, tenant: str, now_ms: int, sink: str | None = None, ids: Sequence[int] | None = None
    ) -> int:
        """Make letters due again, all or those that are named; returns their number."""
        conditions = _conditions(tenant, sink)
        if ids is not None:
            conditions.append(OutboxRow.id.in_(ids))
        with self._database.begin() as connection:
            return connection.execute(update(OutboxRow).where(*conditions).values(due_ms=now_ms)).rowcount


def _conditions(tenant: str, sink: str | None) -> list[ColumnElement[bool]]:
    """Say which rows are dead; the name of a queue is that of its sink, a slash and a number."""
    dead = [OutboxRow.tenant == tenant, OutboxRow.delivered_ms.is_(None), OutboxRow.due_ms == NEVER_MS]
    return dead if sink is None else [*dead, OutboxRow.sink.startswith(f"{sink}/", autoescape=True)]


def _to_letter(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        queue=row.sink,
        fingerprint=row.fingerprint,
        kind=row.kind,
        at_ms=row.created_ms,
        reason=row.last_error or "",
        payload=row.payload,
    )
