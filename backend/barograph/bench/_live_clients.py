"""Thousands of WebSocket clients in one process: they do as little as a client can, to measure the server.

Runs as a program of its own: reads one JSON line with what to do, prints one line when all clients are
connected and one with what was seen, and leaves when its input ends.
"""

import base64
import contextlib
import os
import select
import selectors
import socket
import sys
import time
from array import array
from dataclasses import dataclass, field

import msgspec

__all__ = ["ClientsReport", "ClientsTask", "run"]

_TEXT, _PING = 0x81, 0x89
# Empty and masked with zeros.
_PONG = b"\x8a\x80" + bytes(4)


class ClientsTask(msgspec.Struct, frozen=True):
    """How many clients to connect where, what to send first, and when to stop reading."""

    host: str
    port: int
    path: str
    clients: int
    parallel: int
    first_message: str
    expected_events: int
    timeout_seconds: float
    has_troubled: bool = False


class ClientsReport(msgspec.Struct, frozen=True):
    """What the clients saw; times in milliseconds, counted from the scheduled moment of each event."""

    connect_ms: list[float]
    delivery_ms: list[float]
    received: int
    lost: int
    doubled: int
    closed: int


class _Seen(msgspec.Struct):
    """The part of an event that is looked at."""

    type: str
    id: int = 0
    payload: dict[str, object] = {}


@dataclass(slots=True, eq=False)
class _Client:
    connection: socket.socket
    started: float
    is_open: bool = False
    rest: bytes = b""
    last_id: int = 0
    received: int = 0
    doubled: int = 0


@dataclass
class _Crowd:
    """All clients and what they measured."""

    task: ClientsTask
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    clients: list[_Client] = field(default_factory=list)
    connect_ms: "array[float]" = field(default_factory=lambda: array("d"))
    delivery_ms: "array[float]" = field(default_factory=lambda: array("d"))
    waiting: int = 0
    closed: int = 0
    slow: "socket.socket | None" = None
    dead: "socket.socket | None" = None
    slow_read_at: float = 0.0
    known_frame: bytes = b""
    known: tuple[int, float] = (0, 0.0)

    def connect_all(self) -> None:
        """Connect, so many at a time, until every client has its answer to the first message."""
        while len(self.connect_ms) < self.task.clients:
            while self.waiting < self.task.parallel and len(self.clients) < self.task.clients:
                self.connect_one()
            self.read_ready(1.0)

    def connect_troubled(self) -> None:
        """Connect one that will read a byte a second, and one that will read nothing."""
        self.slow, self.dead = _connect(self.task, small=True), _connect(self.task, small=True)
        for connection in (self.slow, self.dead):
            # What comes before the answer to the handshake belongs to nobody.
            select.select([connection], [], [], 10)
            connection.recv(1024)
            connection.sendall(_masked_text(self.task.first_message.encode()))

    def connect_one(self) -> None:
        started = time.monotonic()
        connection = _connect(self.task)
        client = _Client(connection, started)
        self.clients.append(client)
        self.selector.register(connection, selectors.EVENT_READ, client)
        self.waiting += 1

    def read_until_done(self) -> None:
        """Read until everybody has every event, or the time is over."""
        deadline = time.monotonic() + self.task.timeout_seconds
        wanted = self.task.expected_events * self.task.clients
        while len(self.delivery_ms) < wanted and time.monotonic() < deadline:
            self.read_ready(0.5)

    def read_slowly(self) -> None:
        if self.slow is not None and time.monotonic() - self.slow_read_at > 1:
            self.slow_read_at = time.monotonic()
            with contextlib.suppress(OSError):
                self.slow.recv(1)

    def read_ready(self, timeout: float) -> None:
        self.read_slowly()
        for key, _ in self.selector.select(timeout):
            client: _Client = key.data
            try:
                data = client.connection.recv(65_536)
            except OSError:
                data = b""
            if data:
                self.take(client, data)
            else:
                self.selector.unregister(client.connection)
                self.closed += 1

    def take(self, client: _Client, data: bytes) -> None:
        if not client.rest and data == self.known_frame:
            self.count(client, *self.known)
            return
        data = client.rest + data
        if not client.is_open:
            data = self.finish_handshake(client, data)
        while (frame_size := _frame_size(data)) and len(data) >= frame_size:
            self.look_at(client, data[:frame_size])
            data = data[frame_size:]
        client.rest = data

    def finish_handshake(self, client: _Client, data: bytes) -> bytes:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(f"the server refused a client: {head[:200]!r}")
        client.is_open = True
        if self.task.first_message:
            client.connection.send(_masked_text(self.task.first_message.encode()))
        return rest

    def look_at(self, client: _Client, frame: bytes) -> None:
        if frame[0] == _PING:
            client.connection.send(_PONG)
        if frame[0] != _TEXT:
            return
        seen = msgspec.json.decode(frame[_head_size(frame) :], type=_Seen)
        if seen.type == "subscribed":
            self.connect_ms.append((time.monotonic() - client.started) * 1000)
            self.waiting -= 1
        elif seen.type == "event":
            self.known_frame, self.known = frame, (seen.id, float(str(seen.payload["scheduled"])))
            self.count(client, *self.known)

    def count(self, client: _Client, event_id: int, scheduled: float) -> None:
        self.delivery_ms.append((time.monotonic() - scheduled) * 1000)
        if event_id <= client.last_id:
            client.doubled += 1
        else:
            client.received += 1
            client.last_id = event_id

    def report(self) -> ClientsReport:
        received = sum(client.received for client in self.clients)
        return ClientsReport(
            self.connect_ms.tolist(),
            self.delivery_ms.tolist(),
            received,
            self.task.expected_events * len(self.clients) - received,
            sum(client.doubled for client in self.clients),
            self.closed,
        )


def run(task: ClientsTask) -> None:
    """Connect, say so on stdout, read, report; the sockets stay open until the input ends."""
    crowd = _Crowd(task)
    crowd.connect_all()
    if task.has_troubled:
        crowd.connect_troubled()
    _say(b"connected")
    crowd.read_until_done()
    _say(msgspec.json.encode(crowd.report()))
    sys.stdin.buffer.readline()


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def _connect(task: ClientsTask, *, small: bool = False) -> socket.socket:
    connection = socket.socket()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if small:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((task.host, task.port))
    connection.setblocking(False)
    connection.send(_handshake(task))
    return connection


def _handshake(task: ClientsTask) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET {task.path} HTTP/1.1\r\nHost: {task.host}:{task.port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        f"Sec-WebSocket-Protocol: barograph.v1\r\n\r\n"
    ).encode()


def _masked_text(text: bytes) -> bytes:
    """Return a client's frame for less than 64 KB; a mask of zeros is a mask."""
    size = len(text)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + bytes(4) + text


def _head_size(data: bytes) -> int:
    return 2 + {126: 2, 127: 8}.get(data[1] & 0x7F, 0)


def _frame_size(data: bytes) -> int:
    """Return the size of the first frame, 0 while that is not known."""
    if len(data) < 2 or len(data) < (start := _head_size(data)):
        return 0
    size = data[1] & 0x7F
    return start + (size if start == 2 else int.from_bytes(data[2:start], "big"))


if __name__ == "__main__":
    run(msgspec.json.decode(sys.stdin.buffer.readline(), type=ClientsTask))
