"""Insert or update in one statement, in the words of either database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from barograph.storage.tables import Base

__all__ = ["insert_new", "upsert"]


def upsert(
    connection: Connection,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    only_if: ColumnElement[bool] | None = None,
    keep: Sequence[str] = (),
) -> None:
    """Write rows by primary key; ``keep`` names columns that an existing row does not give up."""
    if not rows:
        return
    statement = _insert(connection, table)
    key = [column.name for column in _table_of(table).primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in (*key, *keep)}
    connection.execute(
        statement.on_conflict_do_update(index_elements=key, set_=changed, where=only_if), list(rows)
    )


def insert_new(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows that are not there yet and leave the others as they are."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def _insert(connection: Connection, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _table_of(table: type[Base]) -> Table:
    if not isinstance(table.__table__, Table):
        raise TypeError(f"{table.__name__} is not mapped to a table")
    return table.__table__
