"""Insert or update in one statement, in the words of either database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, TextClause
from sqlalchemy.dialects import postgresql, sqlite

from barograph.storage.tables import Base

__all__ = ["insert_first", "insert_new", "insert_or_change", "upsert"]


def upsert(
    connection: Connection,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    keep: Sequence[str] = (),
) -> None:
    """Write rows by primary key; ``keep`` names columns that an existing row does not give up."""
    if not rows:
        return
    statement = _insert(connection, table)
    key = [column.name for column in _table_of(table).primary_key]
    changed = {name: statement.excluded[name] for name in rows[0] if name not in (*key, *keep)}
    statement = statement.on_conflict_do_update(index_elements=key, set_=changed)
    connection.execute(statement, list(rows))


def insert_new(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows that are not there yet and leave the others as they are."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), list(rows))


def insert_first(connection: Connection, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Write a row, unless one of its key is there; tells whether it was written."""
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing()
    return connection.execute(statement.returning(*_table_of(table).primary_key)).first() is not None


def insert_or_change(
    connection: Connection,
    table: type[Base],
    row: Mapping[str, Any],
    place: tuple[Sequence[str], TextClause],
    change: Callable[[Any], Mapping[str, Any]],
) -> Row[Any]:
    """Write a row, or change the one that holds its place in a partial unique index; return what is there.

    ``change`` gets the columns of the row that found its place taken.
    """
    names, condition = place
    statement = _insert(connection, table).values(**row)
    changed = change(statement.excluded)
    statement = statement.on_conflict_do_update(index_elements=names, index_where=condition, set_=changed)
    return connection.execute(statement.returning(_table_of(table))).one()


def _insert(connection: Connection, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def _table_of(table: type[Base]) -> Table:
    if not isinstance(table.__table__, Table):
        raise TypeError(f"{table.__name__} is not mapped to a table")
    return table.__table__
