"""Leases: what one process of all does, held as long as it beats."""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from barograph.storage.database import Database
from barograph.storage.tables import LeaseRow, ProcessRow
from barograph.storage.upsert import insert_first

__all__ = ["LEADER", "Lease", "Leases"]

LEADER = "leader"
"""The lease of the engine that gives detectors their slots."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who holds it and since when; ``beat_ms`` is its last beat, None where it is no process any more."""

    holder: str
    since_ms: int
    beat_ms: int | None


class Leases:
    """Gives each lease to one holder at a time; who waits for it watches the beats of its holder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, name: str) -> Lease | None:
        """Return a lease with the last beat of its holder, None where nobody holds it."""
        columns = (LeaseRow.holder, LeaseRow.since_ms, ProcessRow.beat_ms)
        query = select(*columns).join(ProcessRow, ProcessRow.id == LeaseRow.holder, isouter=True)
        with self._database.read() as connection:
            row = connection.execute(query.where(LeaseRow.name == name)).one_or_none()
        return None if row is None else Lease(row.holder, row.since_ms, row.beat_ms)

    def take(self, name: str, before: str | None, holder: str, now_ms: int) -> bool:
        """Give a lease from one holder to another; False where it is no longer with the one before."""
        values = {"name": name, "holder": holder, "since_ms": now_ms}
        with self._database.begin() as connection:
            if before is None:
                return insert_first(connection, LeaseRow, values)
            is_as_before = (LeaseRow.name == name, LeaseRow.holder == before)
            return connection.execute(update(LeaseRow).where(*is_as_before).values(**values)).rowcount > 0

    def give_up(self, name: str, holder: str) -> None:
        """Let go of a lease, where it is still held."""
        with self._database.begin() as connection:
            connection.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
