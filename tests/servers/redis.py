"""A real Redis with nothing on disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from redis import Redis

from tests.servers.base import RunningServer, find_program, free_port, running

__all__ = ["redis_server"]


@contextmanager
def redis_server(port: int | None = None) -> Iterator[RunningServer]:
    """Run Redis on 127.0.0.1; the same port again is a Redis that lost everything."""
    port = port or free_port()
    command = [find_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    with TemporaryDirectory(prefix="barograph-redis-") as folder:
        options = ["--save", "", "--appendonly", "no"]
        with running([*command, *options], port, Path(folder), lambda: _answers(port)) as server:
            yield server


def _answers(port: int) -> bool:
    with Redis(port=port, socket_timeout=1) as client:
        try:
            return bool(client.ping())
        except Exception as error:
            raise OSError("not yet") from error
