"""Follows the live events of a running product."""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import orjson
import websocket

from barograph.errors import SourceUnavailable

__all__ = ["follow_events"]

_SUBPROTOCOL = "barograph.v1"
_LOOK_SECONDS = 0.5
_SIGN_OF_LIFE_SECONDS = 10.0
_PAUSE_SECONDS = 0.5
_MOST_FAILURES = 60


def follow_events(url: str) -> Iterator[dict[str, Any] | None]:
    """Yield every event from the first on, and None whenever nothing happened for half a second.

    A web worker that dies takes the line with it: the next one is asked to go on after the last event.
    """
    address = f"{url.replace('http', 'ws', 1)}/api/v1/live"
    last_id, failures = 0, 0
    while True:
        try:
            for event in _follow_once(address, last_id):
                last_id, failures = (last_id if event is None else event["id"]), 0
                yield event
        except SourceUnavailable:
            failures += 1
            if failures > _MOST_FAILURES:
                raise
            yield None
            time.sleep(_PAUSE_SECONDS)


def _follow_once(address: str, after_id: int) -> Iterator[dict[str, Any] | None]:
    try:
        connection = websocket.create_connection(address, timeout=10, subprotocols=[_SUBPROTOCOL])
    except (websocket.WebSocketException, OSError) as error:
        raise SourceUnavailable(f"The live stream at {address} can't be opened: {error}.") from error
    try:
        wish = {"type": "subscribe", "topics": ["anomalies", "detectors"], "resume_from": after_id}
        connection.send(orjson.dumps(wish).decode())
        connection.settimeout(_LOOK_SECONDS)
        yield from _read(connection)
    except (websocket.WebSocketException, OSError) as error:
        raise SourceUnavailable(f"The live stream broke: {error}.") from error
    finally:
        with suppress(websocket.WebSocketException, OSError):
            connection.close(timeout=1)


def _read(connection: websocket.WebSocket) -> Iterator[dict[str, Any] | None]:
    last_sign = time.monotonic()
    while True:
        if time.monotonic() - last_sign > _SIGN_OF_LIFE_SECONDS:
            connection.send('{"type":"heartbeat"}')
            last_sign = time.monotonic()
        try:
            text = connection.recv()
        except websocket.WebSocketTimeoutException:
            yield None
            continue
        if not text:
            raise SourceUnavailable("The server closed the live stream. Look at the log of the product.")
        message = orjson.loads(text)
        if message.get("type") == "event":
            yield message
