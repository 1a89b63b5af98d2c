"""A real gateway: gunicorn with gevent workers over a real event log and bus."""

import os
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from tests.servers.base import RunningServer, free_port, running

__all__ = ["gateway_server", "read_figures"]

_ROOT = Path(__file__).parents[2]


@contextmanager
def gateway_server(
    settings: dict[str, object], port: int | None = None, workers: int = 1
) -> Iterator[RunningServer]:
    """Run the WebSocket endpoint alone."""
    port = port or free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--no-control-socket"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}", "--pythonpath", str(_ROOT)]
    command += ["--graceful-timeout", "4", "tests.servers.gateway_app:create_app()"]
    os.environ["GATEWAY_SETTINGS"] = orjson.dumps(settings).decode()
    with (
        TemporaryDirectory(prefix="barograph-gateway-") as folder,
        running(command, port, Path(folder), lambda: bool(read_figures(port))) as server,
    ):
        yield server


def read_figures(port: int) -> dict[str, int]:
    """Return what the gateway counts."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/figures", timeout=2) as answer:
        figures: dict[str, int] = orjson.loads(answer.read())
    return figures
