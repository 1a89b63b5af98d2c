"""The version of the schema: Alembic, with its scripts inside the package."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from barograph.errors import ValidationFailed

__all__ = ["current_revision", "head_revision", "upgrade"]

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK_NUMBER = 8427


def upgrade(connection: Connection) -> None:
    """Run what is missing inside the given transaction; a second process waits for the first."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})"))
    current = current_revision(connection)
    if current is not None and current not in _known_revisions():
        raise ValidationFailed(
            f"The schema of the database is at {current}, which this version does not know: a newer one was "
            "here. Install that one again, or restore a backup of this one's."
        )
    if current != head_revision():
        command.upgrade(_config(connection), "head")


def current_revision(connection: Connection) -> str | None:
    """Return the revision in the database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str:
    """Return the newest revision in the package; it is read once, for `/ready` asks often."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return head or ""


@cache
def _known_revisions() -> frozenset[str]:
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
