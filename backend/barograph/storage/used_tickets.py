"""Tickets that were used: each opens one socket once, whichever process it comes to."""

from sqlalchemy import delete, insert

from barograph.errors import Conflict
from barograph.storage.database import Database
from barograph.storage.tables import UsedTicketRow

__all__ = ["UsedTickets"]


class UsedTickets:
    """Remembers tickets until they are too old anyway."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, ticket_id: str, expires_ms: int) -> bool:
        """Remember a ticket and tell whether it is used for the first time."""
        statement = insert(UsedTicketRow).values(id=ticket_id, expires_ms=expires_ms)
        try:
            with self._database.begin() as connection:
                connection.execute(statement)
        except Conflict:
            return False
        return True

    def forget_before(self, now_ms: int) -> int:
        """Delete tickets that are too old to be accepted, and return their number."""
        with self._database.begin() as connection:
            return connection.execute(delete(UsedTicketRow).where(UsedTicketRow.expires_ms < now_ms)).rowcount
