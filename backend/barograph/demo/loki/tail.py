"""Following the log over a WebSocket."""

from collections.abc import Callable

import orjson
from flask import Flask
from flask_sock import Sock
from simple_websocket import Server

from barograph.demo.loki.api import streams_of
from barograph.demo.loki.logql import LogQuery, parse_logql
from barograph.demo.loki.reading import read_lines
from barograph.demo.prometheus.arguments import argument
from barograph.demo.shop import Shop
from barograph.errors import SourceRejectedQuery

__all__ = ["add_tail"]

_POLL_SECONDS = 1.0
_MOST_LINES_AT_ONCE = 1000


def add_tail(app: Flask, shop: Shop, clock: Callable[[], int]) -> None:
    """Add Loki's tail to an application; every line is sent once, in order, soon after it was written."""

    def tail(connection: Server) -> None:
        try:
            query = parse_logql(argument("query"))
        except SourceRejectedQuery as error:
            connection.close(message=error.message[:120])
            return
        if isinstance(query, LogQuery):
            _follow(connection, shop, query, clock)

    Sock(app).route("/loki/api/v1/tail")(tail)


def _follow(connection: Server, shop: Shop, query: LogQuery, clock: Callable[[], int]) -> None:
    sent_until_ns = clock() * 1_000_000
    while connection.connected:
        # Waiting for a message that nobody sends is how a closed connection is noticed.
        connection.receive(timeout=_POLL_SECONDS)
        now_ns = clock() * 1_000_000
        lines = read_lines(shop, query, sent_until_ns, now_ns, _MOST_LINES_AT_ONCE, is_forward=True)
        sent_until_ns = now_ns
        if lines:
            connection.send(orjson.dumps({"streams": streams_of(lines)}).decode())
