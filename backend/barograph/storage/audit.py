"""The audit trail: who changed what, when, in which request."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select

from barograph.storage.database import Database
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.tables import AuditRow

__all__ = ["AuditEntry", "AuditFilter", "AuditTrail"]

_ORDERS: dict[str, tuple[Any, ...]] = {"at": (AuditRow.at_ms, AuditRow.id)}


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: ``object`` is an address such as ``detectors/latency``."""

    tenant: str
    at_ms: int
    actor: str
    action: str
    object: str
    request_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries: ``actor`` is a part of the actor's text, ``object`` the beginning of an address."""

    actor: str | None = None
    action: str | None = None
    object: str | None = None
    from_ms: int | None = None
    to_ms: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the entries must satisfy."""
        wanted = (
            (self.actor, AuditRow.actor.contains(self.actor or "", autoescape=True)),
            (self.action, AuditRow.action == self.action),
            (self.object, AuditRow.object.startswith(self.object or "", autoescape=True)),
            (self.from_ms, AuditRow.at_ms >= (self.from_ms or 0)),
            (self.to_ms, AuditRow.at_ms <= (self.to_ms or 0)),
        )
        return [condition for value, condition in wanted if value is not None]


class AuditTrail:
    """Appends entries and lists them; nothing changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, entry: AuditEntry) -> None:
        """Store one entry."""
        values = {name: getattr(entry, name) for name in AuditEntry.__slots__}
        with self._database.begin() as connection:
            connection.execute(insert(AuditRow).values(**values))

    def page(
        self, tenant: str, request: PageRequest | None = None, chosen: AuditFilter | None = None
    ) -> Page[AuditEntry]:
        """Return a page of entries, the latest first unless the request says otherwise."""
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="-at")
        with self._database.read() as connection:
            query = select(AuditRow.__table__).where(AuditRow.tenant == tenant)
            query = query.where(*(chosen or AuditFilter()).conditions())
            return fetch_page(connection, query, order, request, _to_entry)

    def forget_before(self, at_ms: int) -> int:
        """Delete old entries and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(AuditRow).where(AuditRow.at_ms < at_ms)).rowcount


def _to_entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(**{name: row._mapping[name] for name in AuditEntry.__slots__})
