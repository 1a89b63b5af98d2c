"""The outbox: what sinks must still be told, written with the change itself, read at least once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, Row, Select, case, delete, func, or_, select, update

from barograph.domain import Event
from barograph.storage.database import Database
from barograph.storage.processes import is_gone
from barograph.storage.tables import OutboxRow
from barograph.storage.upsert import insert_new

__all__ = ["NEVER_MS", "Outbox", "OutboxItem", "Told"]

NEVER_MS = 2**53
"""When a dead letter is due: not before somebody asks for it."""
_IS_WAITING = (OutboxRow.delivered_ms.is_(None), OutboxRow.due_ms < NEVER_MS)


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One message for one sink; ``kind`` is that of the change and ``payload`` the anomaly as JSON."""

    tenant: str
    sink: str
    fingerprint: str
    kind: str
    at_ms: int
    event_id: int
    payload: dict[str, Any]
    created_ms: int
    id: int = 0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What all queues are told: that something became of an episode, with the event of that change."""

    fingerprint: str
    kind: str
    at_ms: int
    event: Event


class Outbox:
    """Hands out messages in their order, under a lease, so that one sender at a time works on a queue."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_within(self, connection: Connection, items: Sequence[OutboxItem]) -> None:
        """Write messages inside a transaction of the caller; one that is there already stays."""
        insert_new(connection, OutboxRow, [_to_row(item) for item in items])

    def tell_within(self, connection: Connection, queues: Sequence[str], told: Sequence[Told]) -> None:
        """Write a message to each queue inside a transaction of the caller."""
        self.add_within(connection, [_message(queue, one) for one in told for queue in queues])

    def claim(
        self, sink: str, now_ms: int, lease_ms: int, limit: int = 100, worker: str | None = None
    ) -> tuple[OutboxItem, ...]:
        """Take the oldest messages, none while an older one is on its way or is to be tried again later.

        Who does not answer within the lease loses them, and so does a ``worker`` that is no process any more.
        """
        waiting = _select_waiting(sink, now_ms)
        with self._database.read() as connection:
            # Who finds nothing leaves the lock of writers alone.
            if not any(row.is_due for row in connection.execute(waiting.limit(1))):
                return ()
        with self._database.begin() as connection:
            oldest = connection.execute(waiting.limit(limit).with_for_update()).all()
            chosen = OutboxRow.id.in_([row.id for row in takewhile(lambda row: row.is_due, oldest)])
            taken = {"due_ms": now_ms + lease_ms, "attempts": OutboxRow.attempts + 1, "claimed_by": worker}
            connection.execute(update(OutboxRow).where(chosen).values(**taken))
            rows = connection.execute(select(OutboxRow.__table__).where(chosen).order_by(OutboxRow.id)).all()
        return tuple(_to_item(row) for row in rows)

    def mark_delivered(self, ids: Sequence[int], now_ms: int) -> None:
        """Note that the sink has taken these messages."""
        self._update(ids, {"delivered_ms": now_ms, "last_error": None})

    def mark_failed(self, ids: Sequence[int], reason: str, retry_ms: int) -> None:
        """Note why these messages were not taken, and when to try again."""
        self._update(ids, {"last_error": reason, "due_ms": retry_ms, "claimed_by": None})

    def hurry(self, sink: str, now_ms: int) -> None:
        """Let what is to be tried again later be due: the clock was set back, and it would wait too long."""
        is_later = (OutboxRow.sink == sink, OutboxRow.claimed_by.is_(None), OutboxRow.due_ms > now_ms)
        with self._database.begin() as connection:
            connection.execute(update(OutboxRow).where(*_IS_WAITING, *is_later).values(due_ms=now_ms))

    def mark_dead(self, ids: Sequence[int], reason: str) -> None:
        """Put messages aside that trying again would not help; people see them and may replay them."""
        self._update(ids, {"last_error": reason, "due_ms": NEVER_MS})

    def abandon(self, carried: Collection[str], created_before_ms: int, reason: str) -> int:
        """Put aside what has waited for a while in queues that nobody carries; returns the number."""
        with self._database.read() as connection:
            queues = set(connection.execute(select(OutboxRow.sink).where(*_IS_WAITING).distinct()).scalars())
        if not queues - set(carried):
            return 0
        left = (OutboxRow.sink.in_(queues - set(carried)), OutboxRow.created_ms < created_before_ms)
        aside = update(OutboxRow).where(*_IS_WAITING, *left).values(last_error=reason, due_ms=NEVER_MS)
        with self._database.begin() as connection:
            return connection.execute(aside).rowcount

    def drop_oldest(self, sink: str, keep: int) -> int:
        """Delete the oldest waiting messages beyond ``keep``; returns how many were lost."""
        waiting = (OutboxRow.sink == sink, *_IS_WAITING)
        query = select(OutboxRow.id).where(*waiting).order_by(OutboxRow.id.desc()).offset(keep).limit(1)
        with self._database.read() as connection:
            newest = connection.execute(query).scalar_one_or_none()
        if newest is None:
            return 0
        with self._database.begin() as connection:
            return connection.execute(delete(OutboxRow).where(*waiting, OutboxRow.id <= newest)).rowcount

    def pending_count(self, sink: str) -> int:
        """Return how many messages wait for a sink; dead letters do not."""
        query = select(func.count()).where(OutboxRow.sink == sink, *_IS_WAITING)
        with self._database.read() as connection:
            return connection.execute(query).scalar_one()

    def counts(self) -> dict[str, tuple[int, int]]:
        """Return for each queue how many messages wait in it and how many are dead."""
        is_dead = case((OutboxRow.due_ms == NEVER_MS, 1), else_=0)
        query = (
            select(OutboxRow.sink, func.count().label("all"), func.sum(is_dead).label("dead"))
            .where(OutboxRow.delivered_ms.is_(None))
            .group_by(OutboxRow.sink)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {row.sink: (row.all - int(row.dead), int(row.dead)) for row in rows}

    def forget_before(self, created_ms: int) -> int:
        """Delete old messages, delivered or hopeless, and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(OutboxRow).where(OutboxRow.created_ms < created_ms)).rowcount

    def _update(self, ids: Sequence[int], values: dict[str, Any]) -> None:
        with self._database.begin() as connection:
            connection.execute(update(OutboxRow).where(OutboxRow.id.in_(ids)).values(**values))


def _select_waiting(sink: str, now_ms: int) -> "Select[int, bool]":
    is_due = or_(OutboxRow.due_ms <= now_ms, is_gone(OutboxRow.__table__.c.claimed_by))
    waiting = (OutboxRow.sink == sink, *_IS_WAITING)
    return select(OutboxRow.id, is_due.label("is_due")).where(*waiting).order_by(OutboxRow.id)


def _message(queue: str, told: Told) -> OutboxItem:
    event = told.event
    return OutboxItem(
        tenant=event.tenant,
        sink=queue,
        fingerprint=told.fingerprint,
        kind=told.kind,
        at_ms=told.at_ms,
        event_id=event.id,
        payload=event.payload,
        created_ms=event.created_ms,
    )


def _to_row(item: OutboxItem) -> dict[str, Any]:
    names = (name for name in OutboxItem.__slots__ if name != "id")
    return {**{name: getattr(item, name) for name in names}, "due_ms": item.created_ms}


def _to_item(row: Row[Any]) -> OutboxItem:
    return OutboxItem(**{name: row._mapping[name] for name in OutboxItem.__slots__})
