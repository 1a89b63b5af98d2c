"""Incidents: written with their events, their messages to sinks and the place in the log, all or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, or_, select, tuple_

from barograph.domain import (
    Event,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
)
from barograph.storage.conditions import went_on_between
from barograph.storage.database import Database
from barograph.storage.event_readers import move_reader, reader_position
from barograph.storage.events import EventLog
from barograph.storage.incident_filter import IncidentFilter, select_incidents
from barograph.storage.incident_members import write_members
from barograph.storage.incident_rows import to_event, to_incident, to_row
from barograph.storage.outbox import Outbox, Told
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.preconditions import check_revision
from barograph.storage.single import read_one
from barograph.storage.tables import IncidentRow
from barograph.storage.upsert import upsert

__all__ = ["Incidents"]

_READER = "incidents"
_CHUNK = 500
_ORDERS: dict[str, tuple[Any, ...]] = {"started": (IncidentRow.started_ms, IncidentRow.id)}
_MESSAGES = {kind: f"incident_{kind.value}" for kind in IncidentChangeKind} | {
    IncidentChangeKind.RELEASED: "incident_opened"
}


class Incidents:
    """Keeps incidents; ``sinks`` hear of each change of an incident once."""

    def __init__(self, database: Database, sinks: Iterable[str] = ("default",)) -> None:
        self._database = database
        self._events = EventLog(database)
        self._outbox = Outbox(database)
        self._sinks = sinks

    def position(self) -> int:
        """Return the last event that was worked into incidents."""
        return reader_position(self._database, _READER)

    def record(
        self, changes: Sequence[IncidentChange], now_ms: int, read: tuple[int, int] | None = None
    ) -> tuple[Event, ...] | None:
        """Write changes and return their events.

        ``read`` is from which event to which one was read. None comes back where somebody else has worked
        on these in the meantime, or people have changed one of the incidents; then nothing is written.
        """
        queues = tuple(self._sinks)
        with self._events.turn() as connection:
            is_stale = _are_changed(connection, [change.incident for change in changes])
            if is_stale or (read is not None and not move_reader(connection, _READER, *read)):
                return None
            return self._write(connection, queues, changes, now_ms)

    def change(
        self,
        tenant: str,
        incident_id: str,
        decide: Callable[[Incident], IncidentChange],
        now_ms: int,
        expected_revision: int | None = None,
    ) -> Incident:
        """Change an incident as ``decide`` says, while nobody else does, and return it as it is then."""
        queues = tuple(self._sinks)
        with self._events.turn() as connection:
            incident = _read(connection, tenant, incident_id)
            check_revision(incident.revision, expected_revision)
            change = decide(incident)
            changed = replace(change.incident, revision=incident.revision + 1)
            self._write(connection, queues, [replace(change, incident=changed)], now_ms)
        return changed

    def _write(
        self, connection: Connection, queues: Sequence[str], changes: Sequence[IncidentChange], now_ms: int
    ) -> tuple[Event, ...]:
        events = self._events.append_within(connection, [to_event(change, now_ms) for change in changes])
        last = {(one.tenant, one.id): one for one in (change.incident for change in changes)}
        upsert(connection, IncidentRow, [to_row(one) for one in last.values()])
        write_members(connection, last.values())
        told = [
            Told(change.incident.id, _MESSAGES[change.kind], change.incident.updated_ms, event)
            for change, event in zip(changes, events, strict=True)
            if not change.incident.held_back
        ]
        self._outbox.tell_within(connection, queues, told)
        return events

    def get(self, tenant: str, incident_id: str) -> Incident:
        """Return one incident."""
        with self._database.read() as connection:
            return _read(connection, tenant, incident_id)

    def open_of(self, tenant: str) -> tuple[Incident, ...]:
        """Return the incidents that go on, oldest first."""
        query = select(IncidentRow.__table__).where(
            IncidentRow.tenant == tenant, IncidentRow.state == IncidentState.OPEN.value
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(IncidentRow.started_ms, IncidentRow.id)).all()
        return tuple(to_incident(row) for row in rows)

    def named(self, tenant: str, ids: Sequence[str]) -> tuple[Incident, ...]:
        """Return the incidents with these ids, in no particular order."""
        query = select(IncidentRow.__table__).where(IncidentRow.tenant == tenant, IncidentRow.id.in_(ids))
        with self._database.read() as connection:
            return tuple(to_incident(row) for row in connection.execute(query))

    def of_teams(self, tenant: str, since_ms: int) -> tuple[Incident, ...]:
        """Return the incidents of all teams that began since a moment, but not those merged into others."""
        query = select(IncidentRow.__table__).where(
            IncidentRow.tenant == tenant,
            IncidentRow.state != IncidentState.MERGED.value,
            IncidentRow.started_ms > since_ms,
        )
        with self._database.read() as connection:
            found = [to_incident(row) for row in connection.execute(query)]
        return tuple(one for one in found if one.team)

    def unsettled(self, ended_since_ms: int) -> tuple[Incident, ...]:
        """Return the incidents of all tenants that go on or were ended lately."""
        # An incident is ended when it was calm for a while, so its end lies before its last change.
        query = select(IncidentRow.__table__).where(
            or_(IncidentRow.ended_ms.is_(None), IncidentRow.updated_ms >= ended_since_ms)
        )
        with self._database.read() as connection:
            return tuple(to_incident(row) for row in connection.execute(query))

    def calm(self) -> tuple[Incident, ...]:
        """Return the incidents of all tenants that are open although all their anomalies are over."""
        query = select(IncidentRow.__table__).where(IncidentRow.state == IncidentState.OPEN.value)
        with self._database.read() as connection:
            found = [to_incident(row) for row in connection.execute(query)]
        return tuple(one for one in found if one.calm_since_ms is not None)

    def between(self, tenant: str, start_ms: int, end_ms: int, limit: int = 1000) -> tuple[Incident, ...]:
        """Return the incidents that went on at some moment of a range, but not those merged into others."""
        query = select(IncidentRow.__table__).where(
            IncidentRow.tenant == tenant,
            IncidentRow.state != IncidentState.MERGED.value,
            *went_on_between(IncidentRow, start_ms, end_ms),
        )
        ordered = query.order_by(IncidentRow.started_ms.desc(), IncidentRow.id).limit(limit)
        with self._database.read() as connection:
            return tuple(to_incident(row) for row in connection.execute(ordered))

    def page(
        self, tenant: str, wanted: IncidentFilter | None = None, request: PageRequest | None = None
    ) -> Page[Incident]:
        """Return a page of incidents, the latest start first unless the request says otherwise."""
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="-started")
        query = select_incidents(tenant, wanted or IncidentFilter())
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, to_incident)

    def forget_before(self, ended_ms: int) -> int:
        """Delete incidents that were over by then and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(IncidentRow).where(IncidentRow.ended_ms < ended_ms)).rowcount


def _read(connection: Connection, tenant: str, incident_id: str) -> Incident:
    query = select(IncidentRow.__table__).where(IncidentRow.tenant == tenant, IncidentRow.id == incident_id)
    missing = f"There is no incident {incident_id!r}. GET /api/v1/incidents lists them."
    return read_one(connection, query, to_incident, missing)


def _are_changed(connection: Connection, incidents: Sequence[Incident]) -> bool:
    """Tell whether people have changed one of these incidents since it was read."""
    read = {(one.tenant, one.id): one.revision for one in incidents}
    keys = sorted(read)
    for start in range(0, len(keys), _CHUNK):
        named = tuple_(IncidentRow.tenant, IncidentRow.id).in_(keys[start : start + _CHUNK])
        for row in connection.execute(select(IncidentRow.__table__).where(named)):
            if to_incident(row).revision != read[row.tenant, row.id]:
                return True
    return False
