"""Heartbeats: which processes of the product are alive, wherever they run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, delete, select

from barograph.storage.database import Database
from barograph.storage.tables import ProcessRow
from barograph.storage.upsert import upsert

__all__ = ["SILENT_MS", "ProcessBeat", "Processes", "is_gone", "live_engines"]

SILENT_MS = 15_000
"""After how long without a beat a process counts as silent."""

_ALL_TENANTS = "*"


@dataclass(frozen=True, slots=True)
class ProcessBeat:
    """The last sign of life of a process; no other process has or had its ``id``."""

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

    def forget_pid(self, host: str, pid: int) -> None:
        """Remove an engine that died; who still beats under this number on such a host comes back."""
        with self._database.begin() as connection:
            connection.execute(
                delete(ProcessRow).where(
                    ProcessRow.kind == "engine", ProcessRow.host == host, ProcessRow.pid == pid
                )
            )

    def forget_before(self, beat_ms: int) -> int:
        """Remove processes that were silent for long and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(ProcessRow).where(ProcessRow.beat_ms < beat_ms)).rowcount


def is_gone(holder: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Hold for what a process holds that ended, or was silent for so long that it is forgotten."""
    return holder.is_not(None) & holder.not_in(select(ProcessRow.id))


def live_engines(beats: Iterable[ProcessBeat], now_ms: int) -> list[ProcessBeat]:
    """Return the engines that were heard lately, or else the one that was heard last; the latest first."""
    engines = sorted((beat for beat in beats if beat.kind == "engine"), key=lambda beat: -beat.beat_ms)
    return [beat for beat in engines if now_ms - beat.beat_ms < SILENT_MS] or engines[:1]


def _to_beat(row: Row[Any]) -> ProcessBeat:
    return ProcessBeat(**{name: row._mapping[name] for name in ProcessBeat.__slots__})
