"""Notifications: whom Alertmanager told, and the episodes that can be read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, or_, select

from barograph.storage.conditions import within
from barograph.storage.database import Database
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.tables import NotificationRow

__all__ = ["Notification", "NotificationFilter", "Notifications", "NotifiedEpisode"]

_ORDERS: dict[str, tuple[Any, ...]] = {"at": (NotificationRow.at_ms, NotificationRow.id)}
_OURS = "Barograph"


@dataclass(frozen=True, slots=True)
class Notification:
    """One alert of which one receiver was told; ``alert`` is Alertmanager's own fingerprint of it.

    ``fingerprint`` and ``incident_id`` name our episode, None where the alert is somebody else's.
    """

    tenant: str
    at_ms: int
    receiver: str
    status: str
    name: str
    alert: str
    started_ms: int
    ended_ms: int | None
    labels: dict[str, str]
    summary: str = ""
    fingerprint: str | None = None
    incident_id: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class NotificationFilter:
    """Which notifications; ``fingerprints`` and ``incident_id`` together mean either."""

    fingerprints: Sequence[str] = ()
    incident_id: str | None = None
    from_ms: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the notifications must satisfy."""
        about: list[ColumnElement[bool]] = []
        if self.fingerprints:
            about.append(NotificationRow.fingerprint.in_(self.fingerprints))
        if self.incident_id is not None:
            about.append(NotificationRow.incident_id == self.incident_id)
        either = [or_(*about)] if about else []
        return [*either, *within(NotificationRow.at_ms, self.from_ms, None)]


@dataclass(frozen=True, slots=True)
class NotifiedEpisode:
    """From when to when an alert went on; ``end_ms`` is None where nobody was told of its end."""

    name: str
    labels: dict[str, str]
    start_ms: int
    end_ms: int | None


class Notifications:
    """Keeps who was told; nothing changes a notification."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, notifications: Sequence[Notification]) -> None:
        """Store notifications."""
        names = [name for name in Notification.__slots__ if name != "id"]
        rows = [{name: getattr(one, name) for name in names} for one in notifications]
        if rows:
            with self._database.begin() as connection:
                connection.execute(insert(NotificationRow), rows)

    def page(
        self, tenant: str, chosen: NotificationFilter | None = None, request: PageRequest | None = None
    ) -> Page[Notification]:
        """Return a page, the latest first unless the request says otherwise."""
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="-at")
        query = select(NotificationRow.__table__).where(NotificationRow.tenant == tenant)
        query = query.where(*(chosen or NotificationFilter()).conditions())
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, _to_notification)

    def episodes(self, tenant: str, from_ms: int, to_ms: int) -> tuple[NotifiedEpisode, ...]:
        """Return the episodes that touch a span, each once, in the order of their starts.

        Our own alerts are left out: who measures a detector by what it said itself learns nothing.
        """
        key = (NotificationRow.name, NotificationRow.alert, NotificationRow.started_ms)
        end = func.max(NotificationRow.ended_ms).label("end_ms")
        latest = (
            select(*key, end, func.max(NotificationRow.id).label("last_id"))
            .where(NotificationRow.tenant == tenant, NotificationRow.started_ms <= to_ms)
            .where(NotificationRow.name.not_like(f"{_OURS}%"))
            .group_by(*key)
            .having(or_(end.is_(None), end >= from_ms))
            .subquery()
        )
        query = select(latest, NotificationRow.labels).join(
            NotificationRow, NotificationRow.id == latest.c.last_id
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(latest.c.started_ms, latest.c.name)).all()
        return tuple(NotifiedEpisode(row.name, row.labels, row.started_ms, row.end_ms) for row in rows)

    def forget_before(self, at_ms: int) -> int:
        """Delete old notifications and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(NotificationRow).where(NotificationRow.at_ms < at_ms)).rowcount


def _to_notification(row: Row[Any]) -> Notification:
    return Notification(**{name: row._mapping[name] for name in Notification.__slots__})
