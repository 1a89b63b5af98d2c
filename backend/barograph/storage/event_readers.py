"""How far those have come who read the log of events each from its own place."""

from sqlalchemy import Connection, select, update

from barograph.storage.database import Database
from barograph.storage.tables import EventReaderRow
from barograph.storage.upsert import insert_new

__all__ = ["move_reader", "reader_position"]


def reader_position(database: Database, name: str) -> int:
    """Return the last event that a reader has worked on."""
    query = select(EventReaderRow.last_id).where(EventReaderRow.name == name)
    with database.read() as connection:
        return connection.execute(query).scalar_one_or_none() or 0


def move_reader(connection: Connection, name: str, old_id: int, new_id: int) -> bool:
    """Move a place in the log on, unless somebody else did."""
    if old_id == 0:
        insert_new(connection, EventReaderRow, [{"name": name, "last_id": 0}])
    statement = update(EventReaderRow).where(EventReaderRow.name == name, EventReaderRow.last_id == old_id)
    return connection.execute(statement.values(last_id=new_id)).rowcount > 0
