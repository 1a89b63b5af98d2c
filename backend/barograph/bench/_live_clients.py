"""Thousands of WebSocket clients in one process: they do as little as a client can, to measure the server.

Runs as a program of its own: reads one JSON line with what to do, prints one line when all clients are
connected and one with what was seen, and leaves when its input ends.
"""

import contextlib
import select
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

import msgspec

from barograph.bench._live_tally import ClientsReport, Seen, Tally
from barograph.bench._live_wire import PING, PONG, TEXT, connect, frame_size, head_size, masked_text

__all__ = ["ClientsTask", "run"]


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


@dataclass(slots=True, eq=False)
class _Client:
    connection: socket.socket
    started: float
    is_open: bool = False
    rest: bytes = b""
    seen: Seen = field(default_factory=Seen)


@dataclass
class _Crowd:
    """All clients, connected and read from by one loop."""

    task: ClientsTask
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    clients: list[_Client] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    waiting: int = 0
    slow: "socket.socket | None" = None
    dead: "socket.socket | None" = None
    slow_read_at: float = 0.0

    def connect_all(self) -> None:
        """Connect, so many at a time, until every client has its answer to the first message."""
        while len(self.tally.connect_ms) < self.task.clients:
            while self.waiting < self.task.parallel and len(self.clients) < self.task.clients:
                self.connect_one()
            self.read_ready(1.0)

    def connect_troubled(self) -> None:
        """Connect one that will read a byte a second, and one that will read nothing."""
        self.slow, self.dead = self.connect(is_small=True), self.connect(is_small=True)
        for connection in (self.slow, self.dead):
            # What comes before the answer to the handshake belongs to nobody.
            select.select([connection], [], [], 10)
            connection.recv(1024)
            connection.sendall(masked_text(self.task.first_message.encode()))

    def connect(self, *, is_small: bool = False) -> socket.socket:
        """Return a connection that has asked for a WebSocket."""
        return connect(self.task.host, self.task.port, self.task.path, is_small=is_small)

    def connect_one(self) -> None:
        """Connect one client; its answer is waited for by ``read_ready``."""
        started = time.monotonic()
        connection = self.connect()
        client = _Client(connection, started)
        self.clients.append(client)
        self.selector.register(connection, selectors.EVENT_READ, client)
        self.waiting += 1

    def read_until_done(self) -> None:
        """Read until everybody has every event, or the time is over."""
        deadline = time.monotonic() + self.task.timeout_seconds
        wanted = self.task.expected_events * self.task.clients
        while len(self.tally.delivery_ms) < wanted and time.monotonic() < deadline:
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
                self.tally.closed += 1

    def take(self, client: _Client, data: bytes) -> None:
        if not client.rest and self.tally.count_known(client.seen, data):
            return
        data = client.rest + data
        if not client.is_open:
            data = self.finish_handshake(client, data)
        while (size := frame_size(data)) and len(data) >= size:
            self.look_at(client, data[:size])
            data = data[size:]
        client.rest = data

    def finish_handshake(self, client: _Client, data: bytes) -> bytes:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(f"the server refused a client: {head[:200]!r}")
        client.is_open = True
        if self.task.first_message:
            client.connection.send(masked_text(self.task.first_message.encode()))
        return rest

    def look_at(self, client: _Client, frame: bytes) -> None:
        if frame[0] == PING:
            client.connection.send(PONG)
        if frame[0] != TEXT:
            return
        if self.tally.look_at(client.seen, frame[head_size(frame) :], frame, client.started):
            self.waiting -= 1

    def report(self) -> ClientsReport:
        """Return what all clients saw."""
        return self.tally.report([client.seen for client in self.clients], self.task.expected_events)


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


if __name__ == "__main__":
    run(msgspec.json.decode(sys.stdin.buffer.readline(), type=ClientsTask))
