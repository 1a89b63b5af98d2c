"""The log of events: ids only grow, and they become visible in their order."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from barograph.domain import Event, EventType
from barograph.errors import StorageUnavailable
from barograph.storage.conditions import given
from barograph.storage.database import Database
from barograph.storage.event_filter import EventFilter, select_events
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.tables import EventCounterRow, EventRow

__all__ = ["EventLog"]

_COUNTER = "events"
_ORDERS: dict[str, tuple[Any, ...]] = {"created": (EventRow.created_ms, EventRow.id)}


class EventLog:
    """Appends and reads events.

    Ids come from a row of the database that the writer keeps locked until it commits. A reader that has
    seen id 7 can therefore be sure that no event with a smaller id will appear later.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def turn(self, *, is_telling: bool = True) -> Iterator[Connection]:
        """Begin to write when nobody else writes events, and nobody else does until the end.

        All take the counter of events before any row, so nobody waits in a circle. What will tell nothing
        waits for nobody.
        """
        with self._database.begin() as connection:
            if is_telling:
                self._take_ids(connection, 0)
            yield connection

    def append(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Store events and return them with their ids."""
        with self._database.begin() as connection:
            return self.append_within(connection, events)

    def append_within(self, connection: Connection, events: Sequence[Event]) -> tuple[Event, ...]:
        """Store events inside a transaction of the caller, which should end soon: others wait."""
        if not events:
            return ()
        last = self._take_ids(connection, len(events))
        first = last - len(events) + 1
        stored = tuple(replace(event, id=first + offset) for offset, event in enumerate(events))
        connection.execute(insert(EventRow), [_to_row(event) for event in stored])
        return stored

    def _take_ids(self, connection: Connection, count: int) -> int:
        """Reserve ids and return the last one; with a count of 0 only wait for one's turn."""
        statement = (
            update(EventCounterRow)
            .where(EventCounterRow.name == _COUNTER)
            .values(value=EventCounterRow.value + count)
            .returning(EventCounterRow.value)
        )
        last = connection.execute(statement).scalar_one_or_none()
        if last is None:
            raise StorageUnavailable("The counter of events is missing. Run `barograph db upgrade`.")
        return last

    def after(
        self, tenant: str, after_id: int, limit: int = 500, detector_id: str | None = None
    ) -> tuple[Event, ...]:
        """Return the events that follow an id, oldest first."""
        of_detector = given((EventRow.detector_id, detector_id))
        query = select(EventRow.__table__).where(
            EventRow.tenant == tenant, EventRow.id > after_id, *of_detector
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(EventRow.id).limit(limit)).all()
        return tuple(_to_event(row) for row in rows)

    def follow(self, after_id: int, limit: int = 500) -> tuple[Event, ...]:
        """Return the events of all tenants that follow an id, oldest first."""
        query = select(EventRow.__table__).where(EventRow.id > after_id).order_by(EventRow.id).limit(limit)
        with self._database.read() as connection:
            return tuple(_to_event(row) for row in connection.execute(query))

    def of_types(
        self, tenant: str, types: Sequence[EventType], since_ms: int, after_id: int, limit: int
    ) -> tuple[Event, ...]:
        """Return the events of some types that follow an id and are not older than a moment."""
        query = select(EventRow.__table__).where(
            EventRow.tenant == tenant,
            EventRow.id > after_id,
            EventRow.created_ms >= since_ms,
            EventRow.type.in_([one.value for one in types]),
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(EventRow.id).limit(limit)).all()
        return tuple(_to_event(row) for row in rows)

    def history(self, tenant: str, wanted: EventFilter, request: PageRequest) -> Page[Event]:
        """Return a page of what happened in a time, the latest first unless the request says otherwise."""
        order = Order.parse(request.sort, _ORDERS, default="-created")
        with self._database.read() as connection:
            return fetch_page(connection, select_events(tenant, wanted), order, request, _to_event)

    def oldest_ms(self, tenant: str) -> int | None:
        """Return when the first event happened that can still be read, None without any."""
        first = select(EventRow.created_ms).where(EventRow.tenant == tenant).order_by(EventRow.id).limit(1)
        with self._database.read() as connection:
            return connection.execute(first).scalar_one_or_none()

    def span(self) -> tuple[int, int]:
        """Return the first id that can still be read and the last one given; without any: the next and it."""
        newest = select(EventCounterRow.value).where(EventCounterRow.name == _COUNTER).scalar_subquery()
        with self._database.read() as connection:
            last, oldest = connection.execute(select(newest, func.min(EventRow.id))).one()
        return (last + 1 if oldest is None else oldest, last)

    def forget_before(self, created_ms: int) -> int:
        """Delete events older than the retention and return their number."""
        with self._database.begin() as connection:
            result = connection.execute(delete(EventRow).where(EventRow.created_ms < created_ms))
        return result.rowcount


def _to_row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "tenant": event.tenant,
        "type": event.type.value,
        "detector_id": event.detector_id,
        "created_ms": event.created_ms,
        "payload": event.payload,
    }


def _to_event(row: Row[Any]) -> Event:
    return Event(
        type=EventType(row.type),
        tenant=row.tenant,
        created_ms=row.created_ms,
        payload=row.payload,
        detector_id=row.detector_id,
        id=row.id,
    )
