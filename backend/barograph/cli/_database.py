"""How commands open the database: `serve`, `demo` and `db upgrade` alone change the schema of one in use."""

from collections.abc import Iterator
from contextlib import contextmanager

from barograph.config import Settings
from barograph.runtime.foundation import open_database
from barograph.storage import Database, refuse_absent

__all__ = ["opened", "set_up"]


@contextmanager
def opened(settings: Settings, *, is_set_up: bool = False) -> Iterator[Database]:
    """Open the database for one command, which may set up an empty one where it writes into it."""
    if not is_set_up:
        refuse_absent(settings.effective_database_url)
    database = open_database(settings)
    try:
        if is_set_up:
            set_up(database)
        else:
            database.check_schema()
        yield database
    finally:
        database.close()


def set_up(database: Database) -> None:
    """Give an empty database its schema; one that is older or newer is refused, for others may use it."""
    if database.current_revision() is None:
        database.upgrade()
    database.check_schema()
