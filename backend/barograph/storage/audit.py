"""The audit trail: who changed what, when, in which request."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select

from barograph.storage.conditions import given, within
from barograph.storage.database import Database
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.tables import AuditRow

__all__ = ["AuditEntry", "AuditFilter", "AuditSubject", "AuditTrail", "SubjectKind"]

_PLAIN = ("tenant", "at_ms", "actor", "action", "object", "request_id", "detail", "sentence")
_ORDERS: dict[str, tuple[Any, ...]] = {"at": (AuditRow.at_ms, AuditRow.id)}


class SubjectKind(StrEnum):
    """What an entry may be about."""

    DETECTOR = "detector"
    AUTOMATION = "automation"
    INCIDENT = "incident"
    ANOMALY = "anomaly"
    DATA_SOURCE = "datasource"
    SINK = "sink"
    SILENCE = "silence"
    KEY = "key"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class AuditSubject:
    """What an entry is about: its kind, the id that addresses take, and the name that people know."""

    kind: str = ""
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: ``object`` is the address that was asked, ``subject`` what it is about.

    ``sentence`` says what became different; it is empty in entries from before there were any.
    """

    tenant: str
    at_ms: int
    actor: str
    action: str
    object: str
    request_id: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    subject: AuditSubject = AuditSubject()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries.

    ``actor`` is a part of the actor's text, ``object`` the beginning of an address, ``subject`` a part of the
    id or the name of what an entry is about.
    """

    actor: str | None = None
    action: str | None = None
    object: str | None = None
    from_ms: int | None = None
    to_ms: int | None = None
    kind: SubjectKind | None = None
    subject: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the entries must satisfy."""
        asked = given((AuditRow.action, self.action), (AuditRow.subject_kind, self.kind))
        found = [*asked, *within(AuditRow.at_ms, self.from_ms, self.to_ms)]
        if self.actor is not None:
            found.append(AuditRow.actor.contains(self.actor, autoescape=True))
        if self.object is not None:
            found.append(AuditRow.object.startswith(self.object, autoescape=True))
        if self.subject is not None:
            found.append(_is_called(self.subject))
        return found


class AuditTrail:
    """Appends entries and lists them; nothing changes one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, *entries: AuditEntry) -> None:
        """Store entries, all of them or none."""
        with self._database.begin() as connection:
            connection.execute(insert(AuditRow), [_to_row(entry) for entry in entries])

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


def _is_called(part: str) -> ColumnElement[bool]:
    columns = (AuditRow.subject_id, AuditRow.subject_name)
    return or_(*(func.lower(column).contains(part.lower(), autoescape=True) for column in columns))


def _to_row(entry: AuditEntry) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in _PLAIN}
    subject = entry.subject
    return values | {
        "subject_kind": subject.kind,
        "subject_id": subject.id[:300],
        "subject_name": subject.name[:300],
    }


def _to_entry(row: Row[Any]) -> AuditEntry:
    subject = AuditSubject(row.subject_kind, row.subject_id, row.subject_name)
    return AuditEntry(**{name: row._mapping[name] for name in _PLAIN}, subject=subject)
