"""Heartbeats: which processes of the product are alive, wherever they run."""

from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Row, delete, select

from barograph.storage.database import Database
from barograph.storage.tables import ProcessRow
from barograph.storage.upsert import upsert

__all__ = ["ProcessBeat", "Processes"]

_ALL_TENANTS = "*"


@dataclass(frozen=True, slots=True)
class ProcessBeat:
    """The last sign of life of a process; ``id`` stays the same for one place, such as ``host/engine``."""

    id: str
    kind: Literal["supervisor", "web", "engine", "worker"]
    host: str
    pid: int
    state: Literal["starting", "running", "stopping", "failed"]
    sentence: str
    started_ms: int
    beat_ms: int
    restarts: int = 0
    detail: dict[str, Any] = field(default_factory=dict)


class Processes:
    """Keeps the last heartbeat of each process."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, beat: ProcessBeat) -> None:
        """Write a sign of life."""
        values = {name: getattr(beat, name) for name in ProcessBeat.__slots__}
        with self._database.begin() as connection:
            upsert(connection, ProcessRow, [{"tenant": _ALL_TENANTS, **values}])

    def all(self) -> tuple[ProcessBeat, ...]:
        """Return the last sign of life of every process, ordered by id."""
        with self._database.read() as connection:
            rows = connection.execute(select(ProcessRow.__table__).order_by(ProcessRow.id)).all()
        return tuple(_to_beat(row) for row in rows)

    def forget(self, process_id: str) -> None:
        """Remove a process that ended on purpose."""
        with self._database.begin() as connection:
            connection.execute(delete(ProcessRow).where(ProcessRow.id == process_id))

    def forget_before(self, beat_ms: int) -> int:
        """Remove processes that were silent for long and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(ProcessRow).where(ProcessRow.beat_ms < beat_ms)).rowcount


def _to_beat(row: Row[Any]) -> ProcessBeat:
    return ProcessBeat(**{name: row._mapping[name] for name in ProcessBeat.__slots__})
