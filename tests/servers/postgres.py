"""A real PostgreSQL in a fresh folder."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT
from tempfile import TemporaryDirectory

import psycopg

from tests.servers.base import RunningServer, find_program, free_port, running

__all__ = ["postgres_server", "run_sql"]

_FOLDERS = tuple(f"/usr/lib/postgresql/{version}/bin" for version in (18, 17, 16, 15, 14))
_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "max_connections": "60",
}


@contextmanager
def postgres_server() -> Iterator[RunningServer]:
    """Run PostgreSQL with the user `postgres` and no password, on 127.0.0.1 only.

    The folder is not one of pytest's: those are closed to the user that PostgreSQL runs as.
    """
    with TemporaryDirectory(prefix="barograph-postgres-") as name:
        folder = Path(name)
        prefix = _as_postgres(folder)
        data = str(folder / "data")
        initdb = [find_program("initdb", *_FOLDERS), "-D", data, "-U", "postgres", "-A", "trust", "-N"]
        subprocess.run(
            [*prefix, *initdb, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, cwd=folder
        )
        port = free_port()
        settings = [word for option, value in _OPTIONS.items() for word in ("-c", f"{option}={value}")]
        command = [*prefix, find_program("postgres", *_FOLDERS), "-D", data, "-p", str(port), *settings]
        with running(command, port, folder, lambda: _answers(port), stop_signal=SIGINT) as server:
            yield server


def run_sql(port: int, statement: str) -> None:
    """Run one statement as the owner of the server."""
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
        connection.execute(statement.encode())


def _as_postgres(folder: Path) -> list[str]:
    """Return what makes a command run as the server's own user, for PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [find_program("setpriv"), f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _answers(port: int) -> bool:
    try:
        run_sql(port, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True
