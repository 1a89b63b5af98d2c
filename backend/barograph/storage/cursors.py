"""How far each detector was evaluated."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from barograph.storage.database import Database
from barograph.storage.tables import CursorRow
from barograph.storage.upsert import insert_first, upsert

__all__ = ["Cursor", "Cursors"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last moment a detector was evaluated for, and what that tick saw."""

    tenant: str
    detector_id: str
    evaluated_to_ms: int
    updated_ms: int
    series_count: int = 0
    tick_seconds: float = 0.0


class Cursors:
    """Reads and moves cursors; none goes back unless it is set back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, tenant: str, detector_id: str) -> Cursor | None:
        """Return the cursor of a detector, None before its first tick."""
        query = select(CursorRow.__table__).where(
            CursorRow.tenant == tenant, CursorRow.detector_id == detector_id
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _to_cursor(row)

    def all(self) -> tuple[Cursor, ...]:
        """Return every cursor of every tenant, for a scheduler that starts."""
        with self._database.read() as connection:
            return tuple(_to_cursor(row) for row in connection.execute(select(CursorRow.__table__)))

    def latest_move_ms(self) -> int | None:
        """Return when anything was judged last, None where nothing ever was."""
        with self._database.read() as connection:
            return connection.execute(select(func.max(CursorRow.updated_ms))).scalar_one()

    def set_back(self, cursor: Cursor) -> None:
        """Put a cursor where it is, though it stood further ahead."""
        with self._database.begin() as connection:
            upsert(connection, CursorRow, [_to_row(cursor)])

    def move_within(self, connection: Connection, cursor: Cursor, read_ms: int | None) -> bool:
        """Move a cursor inside a transaction of the caller, unless it stands elsewhere than it was read.

        ``read_ms`` is None where there was none. So of two that judged the same points one alone moves it.
        """
        if read_ms is None:
            return insert_first(connection, CursorRow, _to_row(cursor))
        is_as_read = (
            CursorRow.tenant == cursor.tenant,
            CursorRow.detector_id == cursor.detector_id,
            CursorRow.evaluated_to_ms == read_ms,
        )
        statement = update(CursorRow).where(*is_as_read).values(**_to_row(cursor))
        return connection.execute(statement).rowcount > 0


def _to_row(cursor: Cursor) -> dict[str, Any]:
    return {name: getattr(cursor, name) for name in Cursor.__slots__}


def _to_cursor(row: Row[Any]) -> Cursor:
    return Cursor(**row._mapping)
