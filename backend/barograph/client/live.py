"""Live events from Python: connects again by itself, and each event comes once, whatever broke."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import msgspec
import websocket

from barograph.errors import Forbidden, ServiceUnreachable, Unauthenticated, ValidationFailed

__all__ = ["LiveClient", "LiveEvent", "LiveScoresUpdate", "Reloaded"]

_SUBPROTOCOL = "barograph.v1"
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 15.0
# Beyond that many doublings the longest pause is reached, and in the end a number would be too large.
_MOST_DOUBLINGS = 10
_UNAUTHENTICATED, _FORBIDDEN = 4401, 4403
_CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """An event of the log; ids only grow."""

    id: int
    event: str
    topic: str
    at_ms: int
    detector_id: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LiveScoresUpdate:
    """What one tick found; comes only while connected and is never repeated."""

    detector_id: str
    at_ms: Sequence[int]
    series: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reloaded:
    """Events were missed for good: load the state again; what follows comes after ``id``."""

    id: int
    message: str


LiveMessage = LiveEvent | LiveScoresUpdate | Reloaded


@dataclass(slots=True)
class LiveClient:
    """Follows topics. Iterate over ``messages``; ``last_id`` is where a later client can resume.

    ``headers`` is asked before each connection, so that a short-lived token can be renewed.
    """

    url: str = "http://127.0.0.1:8427"
    topics: Sequence[str] = ("anomalies",)
    filters: Mapping[str, object] = field(default_factory=dict)
    headers: Callable[[], Mapping[str, str]] = dict
    last_id: int | None = None
    pause: Callable[[float], None] = time.sleep
    on_state: Callable[[str], None] = lambda _state: None
    _socket: websocket.WebSocket | None = None
    _closed: Event = field(default_factory=Event)

    def messages(self) -> Iterator[LiveMessage]:
        """Return messages until closed; connects again, from the last id, after every failure."""
        failures = 0
        try:
            while not self._closed.is_set():
                try:
                    self._connect()
                    failures = 0
                    yield from self._read()
                except (OSError, websocket.WebSocketException) as error:
                    self._forget_socket()
                    self._wait_after(error, failures)
                    failures += 1
        finally:
            self._forget_socket()

    def close(self) -> None:
        """End ``messages``; may be called from another thread."""
        self._closed.set()
        if self._socket is not None:
            self._socket.close(timeout=0)

    def _connect(self) -> None:
        """Connect and subscribe."""
        self._socket = connection = websocket.create_connection(
            _live_url(self.url),
            timeout=_CONNECT_SECONDS,
            subprotocols=[_SUBPROTOCOL],
            header=dict(self.headers()),
            suppress_origin=True,
        )
        hello = self._receive(connection)
        if hello.get("type") != "hello":
            raise ServiceUnreachable(f"{self.url} does not speak {_SUBPROTOCOL}. Is it Barograph?")
        request: dict[str, object] = {"type": "subscribe", "topics": list(self.topics)}
        if self.filters:
            request["filters"] = dict(self.filters)
        if self.last_id is not None:
            request["resume_from"] = self.last_id
        connection.send(msgspec.json.encode(request).decode())
        self.on_state("connected")
        # Whoever hears nothing for three heartbeats has lost the server without being told.
        connection.settimeout(3 * float(hello["heartbeat_seconds"]))

    def _wait_after(self, error: Exception, failures: int) -> None:
        if not self._closed.is_set():
            self.on_state(f"disconnected from {self.url}: {error or type(error).__name__}")
            self.pause(_pause_seconds(failures))

    def _read(self) -> Iterator[LiveMessage]:
        while self._socket is not None:
            message = self._receive(self._socket)
            known = self._understand(message)
            if known is not None:
                yield known

    def _understand(self, message: Mapping[str, Any]) -> LiveMessage | None:
        kind = message.get("type")
        if kind == "event":
            # The server never repeats, but a promise that is kept on both sides is kept.
            if self.last_id is not None and message["id"] <= self.last_id:
                return None
            self.last_id = message["id"]
            return LiveEvent(**{name: message[name] for name in LiveEvent.__slots__})
        if kind == "scores":
            return LiveScoresUpdate(message["detector_id"], message["at_ms"], message["series"])
        if kind == "reload":
            self.last_id = message["id"]
            return Reloaded(message["id"], message["message"])
        if kind == "heartbeat" or (kind == "subscribed" and self.last_id is None):
            # What is resumed comes after "subscribed" and has smaller ids; a heartbeat comes after all of it.
            self.last_id = max(self.last_id or 0, message["id"])
        elif kind == "error" and not message.get("retryable"):
            self._closed.set()
            raise _refusal(message)
        return None

    def _receive(self, connection: websocket.WebSocket) -> Mapping[str, Any]:
        """Return the next message; a goodbye is an error like any other broken connection."""
        while True:
            opcode, data = connection.recv_data()
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                self._judge_goodbye(data)
            if opcode == websocket.ABNF.OPCODE_TEXT:
                message: Mapping[str, Any] = msgspec.json.decode(data)
                return message

    def _judge_goodbye(self, data: bytes) -> None:
        code, reason = int.from_bytes(data[:2], "big"), data[2:].decode(errors="replace")
        if code == _UNAUTHENTICATED:
            raise Unauthenticated(reason or None)
        if code == _FORBIDDEN:
            raise Forbidden(reason or None)
        raise websocket.WebSocketConnectionClosedException(f"{reason or 'closed'} ({code})")

    def _forget_socket(self) -> None:
        connection, self._socket = self._socket, None
        if connection is not None:
            connection.close(timeout=0)
            # `close` leaves alone what the other side has closed before.
            if connection.sock is not None:
                connection.sock.close()


def _live_url(url: str) -> str:
    parts = urlsplit(url)
    scheme = {"http": "ws", "https": "wss"}.get(parts.scheme)
    if scheme is None or not parts.netloc:
        raise ValidationFailed(f"{url} is no address of a Barograph. Write it like http://127.0.0.1:8427.")
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/api/v1/live"


def _pause_seconds(failures: int) -> float:
    """Wait longer after each failure, and not all clients alike, so that a restart meets no crowd."""
    longest = min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * 2.0 ** min(failures, _MOST_DOUBLINGS))
    return random.uniform(longest / 2, longest)


def _refusal(message: Mapping[str, Any]) -> Exception:
    chosen = Forbidden if message.get("code") == Forbidden.code else ValidationFailed
    return chosen(str(message.get("message")))
