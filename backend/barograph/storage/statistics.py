"""What SQLite knows of the sizes of its tables and indexes: it measures nothing unless it is told to.

Small tables are left out. What is measured while a table has five rows makes SQLite read the whole of it at
each question until it is measured again, and some of our queues grow from nothing to 100,000 rows in an hour.
A table that was never measured is searched by its indexes.
"""

from sqlalchemy import Connection, func, literal, select, text

from barograph.storage.tables import Base

__all__ = ["large_tables", "measure"]

_LARGE_ROWS = 1_000
_SAMPLE_ROWS = 400
"""How much of each index is read; SQLite's documentation advises 100 to 1,000."""


def large_tables(connection: Connection) -> tuple[str, ...]:
    """Return the names of the tables with many rows."""
    found = []
    for table in Base.metadata.sorted_tables:
        some = select(literal(1)).select_from(table).limit(_LARGE_ROWS).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() >= _LARGE_ROWS:
            found.append(table.name)
    return tuple(found)


def measure(connection: Connection, table: str) -> None:
    """Measure a table and its indexes by a sample, which takes milliseconds however large it is."""
    connection.execute(text(f"PRAGMA analysis_limit={_SAMPLE_ROWS}"))
    connection.execute(text(f"ANALYZE {table}"))
