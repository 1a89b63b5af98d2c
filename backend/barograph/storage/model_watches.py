"""Watches over models in force: one row a detector, overwritten as time goes by."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from barograph.domain import Event
from barograph.storage.database import Database
from barograph.storage.events import EventLog
from barograph.storage.tables import ModelWatchRow
from barograph.storage.upsert import upsert

__all__ = ["ModelWatches", "StoredWatch"]


@dataclass(frozen=True, slots=True)
class StoredWatch:
    """``state`` is what a watch goes on from after a restart, ``report`` what it tells people."""

    tenant: str
    detector_id: str
    version: int
    updated_ms: int
    state: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)


class ModelWatches:
    """Keeps the latest watch of each detector."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def save(self, watch: StoredWatch, *news: Event) -> tuple[Event, ...]:
        """Write a watch together with the events that tell of it, so that each is told once."""
        values = {name: getattr(watch, name) for name in StoredWatch.__slots__}
        with self._events.turn(is_telling=bool(news)) as connection:
            upsert(connection, ModelWatchRow, [values])
            return self._events.append_within(connection, news)

    def get(self, tenant: str, detector_id: str) -> StoredWatch | None:
        """Return the watch of a detector, None before its first tick."""
        query = select(ModelWatchRow.__table__).where(
            ModelWatchRow.tenant == tenant, ModelWatchRow.detector_id == detector_id
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _to_watch(row)


def _to_watch(row: Row[Any]) -> StoredWatch:
    return StoredWatch(**row._mapping)
