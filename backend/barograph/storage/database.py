"""The database: connections, transactions and the version of the schema."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, SQLAlchemyError

from barograph.errors import BarographError, Conflict, StorageFull, StorageUnavailable, ValidationFailed
from barograph.storage import schema, statistics

__all__ = ["Database", "refuse_absent"]

_WRITES = "barograph_writes"
_POSTGRES_DISK_FULL = "53100"
_SQLITE_RECYCLE_SECONDS = 3_600
"""A connection learns what was measured of tables when it is opened."""


class Database:
    """SQLite or PostgreSQL behind one way to read and one way to write.

    Open it after a fork, never before. Foreign errors leave it translated.
    """

    def __init__(self, url: str, *, pool_size: int = 5, busy_timeout_seconds: float = 5.0) -> None:
        self._url = _parse(url)
        self._engine = _open(self._url, pool_size, busy_timeout_seconds)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    @property
    def display_url(self) -> str:
        """The address without its password."""
        return self._url.render_as_string(hide_password=True)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Run the block in one transaction that may write; an exception rolls everything back."""
        # A SQLite transaction that reads first and writes later can't wait for another writer, so it must
        # say at its start that it will write.
        writing = self._engine.execution_options(**{_WRITES: True})
        with _translated(), writing.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run the block on one consistent picture of the data."""
        with _translated(), self._engine.begin() as connection:
            yield connection

    def ping(self) -> None:
        """Ask the smallest question; raises ``StorageUnavailable`` where there is no answer."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def upgrade(self) -> None:
        """Bring the schema to its newest revision; several processes may do so at the same time."""
        with self.begin() as connection:
            schema.upgrade(connection)

    def check_schema(self) -> None:
        """Refuse a schema that is not of this version, and say what to run; nothing is changed."""
        with self.read() as connection:
            schema.check(connection)

    def measure(self) -> None:
        """Let SQLite measure its large tables, to search them well; PostgreSQL does so by itself."""
        if self.dialect != "sqlite":
            return
        with self.read() as connection:
            large = statistics.large_tables(connection)
        for table in large:
            with self.begin() as connection:
                statistics.measure(connection, table)

    def current_revision(self) -> str | None:
        """Return the revision of the schema in the database, None for an empty one."""
        with self.read() as connection:
            return schema.current_revision(connection)

    def knows(self, revision: str | None) -> bool:
        """Tell whether this version can bring a schema of that revision up to date."""
        return schema.is_known(revision)

    def head_revision(self) -> str:
        """Return the revision that this code wants."""
        return schema.head_revision()

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()


def refuse_absent(url: str) -> None:
    """Refuse a SQLite file that is not there, which opening it would make."""
    parsed = _parse(url)
    is_file = parsed.get_backend_name() == "sqlite" and bool(parsed.database)
    if is_file and not Path(str(parsed.database)).exists():
        raise ValidationFailed(schema.EMPTY)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except BarographError:
        raise
    except IntegrityError as error:
        raise Conflict(detail={"reason": str(error.orig).splitlines()[0]}) from error
    except (DataError, OverflowError) as error:
        raise ValidationFailed(
            "A value can't be stored: it holds a character or number that is out of range."
        ) from error
    except SQLAlchemyError as error:
        if _is_full(error):
            raise StorageFull() from error
        raise StorageUnavailable(detail={"reason": type(error).__name__}) from error


def _is_full(error: SQLAlchemyError) -> bool:
    """Tell by the codes of SQLite and PostgreSQL whether there is no room on the disk."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or (
        getattr(origin, "sqlstate", None) == _POSTGRES_DISK_FULL
    )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValidationFailed("database_url is not an address like postgresql://user@host/name.") from error
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValidationFailed(
            f"database_url names {parsed.drivername}; Barograph knows sqlite and postgresql."
        )
    return parsed


def _open(url: URL, pool_size: int, busy_timeout_seconds: float) -> Engine:
    options: dict[str, Any] = {
        "pool_size": pool_size,
        "json_serializer": _to_json,
        "json_deserializer": orjson.loads,
    }
    if url.get_backend_name() == "sqlite":
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            options["pool_recycle"] = _SQLITE_RECYCLE_SECONDS
        options["connect_args"] = {"timeout": busy_timeout_seconds}
    else:
        options["pool_pre_ping"] = True
        options["connect_args"] = {"connect_timeout": max(1, round(busy_timeout_seconds))}
    try:
        engine = create_engine(url, **options)
    except ModuleNotFoundError as error:
        raise ValidationFailed(
            "PostgreSQL needs the package psycopg. Install Barograph with its extra `scale`: docs/install.md."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _to_json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS).decode()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Connection) -> None:
    is_writing = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
