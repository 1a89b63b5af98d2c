"""Anomalies: one transaction writes the episode, its event, its messages to sinks and the cursor."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, func, or_, select, tuple_

from barograph.domain import Anomaly, AnomalyChange, AnomalyState, Event
from barograph.storage.anomaly_filter import AnomalyFilter, select_anomalies
from barograph.storage.anomaly_rows import json_columns, row_to_json, to_anomaly
from barograph.storage.anomaly_writing import pick_news, to_event, write_anomalies
from barograph.storage.cursors import Cursor, Cursors
from barograph.storage.database import Database
from barograph.storage.events import EventLog
from barograph.storage.outbox import Outbox, Told
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.single import read_one
from barograph.storage.tables import AnomalyRow, DetectorRow, FeedbackRow, IncidentMemberRow

__all__ = ["Anomalies"]

_Item = TypeVar("_Item")
_CHUNK = 500
_ORDERS: dict[str, tuple[Any, ...]] = {
    "started": (AnomalyRow.started_ms, AnomalyRow.fingerprint),
    "updated": (AnomalyRow.updated_ms, AnomalyRow.fingerprint),
}


class Anomalies:
    """Records what policy decided and answers who asks; ``sinks`` are told through the outbox."""

    def __init__(self, database: Database, sinks: Iterable[str] = ("default",)) -> None:
        self._database = database
        self._events = EventLog(database)
        self._outbox = Outbox(database)
        self._cursors = Cursors(database)
        self._sinks = sinks

    def record_tick(
        self, changes: Sequence[AnomalyChange], now_ms: int, cursor: Cursor, read_ms: int | None
    ) -> tuple[Event, ...] | None:
        """Write what changed and how far it was looked, all or nothing; return the events with ids.

        ``read_ms`` is where the cursor stood when the tick began. Where somebody else has moved it since,
        nothing is written, and the answer is None.
        """
        with self._events.turn(is_telling=bool(changes)) as connection:
            if not self._cursors.move_within(connection, cursor, read_ms):
                return None
            return self._write(connection, changes, now_ms)

    def record(self, changes: Sequence[AnomalyChange], now_ms: int) -> tuple[Event, ...]:
        """Write what changed, all or nothing; return the events with ids.

        A change that was recorded before changes nothing and gives no event.
        """
        with self._events.turn(is_telling=bool(changes)) as connection:
            return self._write(connection, changes, now_ms)

    def _write(
        self, connection: Connection, changes: Sequence[AnomalyChange], now_ms: int
    ) -> tuple[Event, ...]:
        queues = tuple(self._sinks)
        news = pick_news(connection, changes)
        events = self._events.append_within(connection, [to_event(change, now_ms) for change in news])
        write_anomalies(connection, [change.anomaly for change in news])
        told = [
            Told(change.anomaly.fingerprint, change.kind.value, change.anomaly.updated_ms, event)
            for change, event in zip(news, events, strict=True)
        ]
        self._outbox.tell_within(connection, queues, told)
        return events

    def get(self, tenant: str, fingerprint: str) -> Anomaly:
        """Return one anomaly."""
        query = select(AnomalyRow.__table__).where(
            AnomalyRow.tenant == tenant, AnomalyRow.fingerprint == fingerprint
        )
        missing = f"There is no anomaly {fingerprint!r}. GET /api/v1/anomalies lists them."
        with self._database.read() as connection:
            return read_one(connection, query, to_anomaly, missing)

    def named(self, tenant: str, fingerprints: Sequence[str]) -> tuple[Anomaly, ...]:
        """Return the anomalies with these fingerprints, in no particular order."""
        found: list[Anomaly] = []
        with self._database.read() as connection:
            for start in range(0, len(fingerprints), _CHUNK):
                query = select(AnomalyRow.__table__).where(
                    AnomalyRow.tenant == tenant,
                    AnomalyRow.fingerprint.in_(fingerprints[start : start + _CHUNK]),
                )
                found.extend(to_anomaly(row) for row in connection.execute(query))
        return tuple(found)

    def unsettled(self, ended_since_ms: int) -> tuple[Anomaly, ...]:
        """Return the episodes of all tenants that go on or ended lately."""
        query = select(AnomalyRow.__table__).where(
            or_(AnomalyRow.ended_ms.is_(None), AnomalyRow.ended_ms >= ended_since_ms)
        )
        with self._database.read() as connection:
            return tuple(to_anomaly(row) for row in connection.execute(query))

    def open_of(self, tenant: str, detector_id: str) -> tuple[Anomaly, ...]:
        """Return the episodes of a detector that go on, for its next tick."""
        wanted = AnomalyFilter(detector_id=detector_id, state=AnomalyState.OPEN)
        with self._database.read() as connection:
            rows = connection.execute(select_anomalies(tenant, wanted)).all()
        return tuple(to_anomaly(row) for row in rows)

    def recent_of(self, tenant: str, detector_id: str, changed_since_ms: int) -> tuple[Anomaly, ...]:
        """Return the open episodes of a detector and those that changed lately, oldest first."""
        of_detector = select_anomalies(tenant, AnomalyFilter(detector_id=detector_id))
        lately = of_detector.where(AnomalyRow.updated_ms >= changed_since_ms)
        is_open = AnomalyFilter(detector_id=detector_id, state=AnomalyState.OPEN)
        with self._database.read() as connection:
            # Two looks into indexes: asked for at once, databases read everything there ever was.
            rows = [
                row
                for query in (lately, select_anomalies(tenant, is_open))
                for row in connection.execute(query)
            ]
        found = {row.fingerprint: row for row in rows}.values()
        ordered = sorted(found, key=lambda row: (row.started_ms, row.fingerprint))
        return tuple(to_anomaly(row) for row in ordered)

    def orphans(self, limit: int = 1000) -> tuple[Anomaly, ...]:
        """Return open episodes whose detector is gone."""
        is_owned = exists().where(
            DetectorRow.tenant == AnomalyRow.tenant, DetectorRow.name == AnomalyRow.detector_id
        )
        query = select(AnomalyRow.__table__).where(AnomalyRow.ended_ms.is_(None), ~is_owned)
        with self._database.read() as connection:
            return tuple(to_anomaly(row) for row in connection.execute(query.limit(limit)))

    def count_open(self) -> int:
        """Return how many episodes of all tenants go on."""
        query = select(func.count()).where(AnomalyRow.ended_ms.is_(None))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def forget_before(self, ended_ms: int, limit: int = 2000) -> int:
        """Delete episodes that were over by then; returns their number, which is bounded.

        Those that somebody said something about, and those of incidents that are still there, stay.
        """
        is_valued = or_(*(exists().where(*_is_of(table)) for table in (FeedbackRow, IncidentMemberRow)))
        key = (AnomalyRow.tenant, AnomalyRow.fingerprint)
        old = select(*key).where(AnomalyRow.ended_ms < ended_ms, ~is_valued).limit(limit)
        with self._database.begin() as connection:
            return connection.execute(delete(AnomalyRow).where(tuple_(*key).in_(old))).rowcount

    def page(
        self, tenant: str, wanted: AnomalyFilter | None = None, request: PageRequest | None = None
    ) -> Page[Anomaly]:
        """Return a page of anomalies, the latest start first unless the request says otherwise."""
        return self._page(tenant, wanted, request, (AnomalyRow.__table__,), to_anomaly)

    def page_as_json(
        self, tenant: str, wanted: AnomalyFilter | None = None, request: PageRequest | None = None
    ) -> Page[dict[str, Any]]:
        """Return the same page as JSON for orjson, without the way over values."""
        return self._page(tenant, wanted, request, json_columns(), row_to_json)

    def _page(
        self,
        tenant: str,
        wanted: AnomalyFilter | None,
        request: PageRequest | None,
        columns: Sequence[Any],
        read: Callable[[Row[Any]], _Item],
    ) -> Page[_Item]:
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="-started")
        query = select_anomalies(tenant, wanted or AnomalyFilter()).with_only_columns(*columns)
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, read)


def _is_of(table: type[FeedbackRow | IncidentMemberRow]) -> tuple[ColumnElement[bool], ...]:
    return table.tenant == AnomalyRow.tenant, table.fingerprint == AnomalyRow.fingerprint
