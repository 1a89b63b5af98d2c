"""Runs the shop on 127.0.0.1 in a process of its own: `python -m barograph.demo.server --port 0`."""

import signal
import time
from threading import Thread

import click
import orjson
from werkzeug.serving import WSGIRequestHandler, make_server

from barograph.demo.app import create_app
from barograph.demo.shop import DEFAULT_SEED, Shop
from barograph.runtime.parenthood import end_with_parent

__all__ = ["command", "now_ms"]


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: every tick of every detector would be a line."""


def now_ms() -> int:
    """Return the wall clock in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


@click.command()
@click.option("--port", default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--seed", default=DEFAULT_SEED, help="Another seed is another shop.")
@click.option("--quiet", is_flag=True, help="No incidents in the past.")
@click.option("--live", is_flag=True, help="Begin with an incident every two minutes at once.")
@click.option("--parent", type=int, help="Process with which this one ends.")
def command(port: int, seed: int, quiet: bool, live: bool, parent: int | None) -> None:
    """Answer as the shop's Prometheus and Loki until told to stop; prints its address as one JSON line."""
    if parent is not None:
        end_with_parent(parent)
    shop = Shop.open(seed, is_quiet=quiet, live_from_ms=now_ms() if live else None)
    server = make_server("127.0.0.1", port, create_app(shop, now_ms), threaded=True, request_handler=_Handler)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: Thread(target=server.shutdown, daemon=True).start())
    click.echo(orjson.dumps({"url": f"http://127.0.0.1:{server.server_port}"}).decode())
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    command()
