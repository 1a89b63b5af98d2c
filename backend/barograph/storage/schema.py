"""The version of the schema: Alembic, with its scripts inside the package."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from barograph.errors import ValidationFailed

__all__ = ["EMPTY", "check", "current_revision", "head_revision", "is_known", "upgrade"]

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 8427
EMPTY = (
    "The database is empty: `barograph serve` sets it up. If it should not be, look at the settings "
    "`state_dir` and `database_url` of this command."
)


def upgrade(connection: Connection) -> None:
    """Run what is missing inside the given transaction; a second process waits for the first."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})"))
    current = current_revision(connection)
    _refuse_newer(current)
    if current != head_revision():
        command.upgrade(_config(connection), "head")


def check(connection: Connection) -> None:
    """Refuse a schema that this code can't read, and say what to run; nothing is changed."""
    current = current_revision(connection)
    _refuse_newer(current)
    if current is None:
        raise ValidationFailed(EMPTY)
    if current != head_revision():
        raise ValidationFailed(
            f"The schema of the database is at {current}, and this version reads {head_revision()}. Stop the "
            "Barograph that uses it, then run `barograph db upgrade`, or `barograph serve`, which does that "
            "as it starts."
        )


def current_revision(connection: Connection) -> str | None:
    """Return the revision in the database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str:
    """Return the newest revision in the package; it is read once, for `/ready` asks often."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return head or ""


def is_known(revision: str | None) -> bool:
    """Tell whether a revision is one of this version or of an older one; an empty database is."""
    return revision is None or revision in _known_revisions()


def _refuse_newer(current: str | None) -> None:
    if not is_known(current):
        raise ValidationFailed(
            f"The schema of the database is at {current}, which this version does not know: a newer one was "
            "here. Install that one again, or restore a backup of this one's."
        )


@cache
def _known_revisions() -> frozenset[str]:
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
