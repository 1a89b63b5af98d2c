"""A server that misbehaves on demand: each connection gets the next reply of a script."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = [
    "FaultServer",
    "Reply",
    "answer",
    "drip",
    "gzip_bomb",
    "hang_up",
    "serving",
    "silence",
    "truncated",
]

Reply = Callable[[socket.socket, threading.Event], None]


@dataclass
class FaultServer:
    """Where it listens, and what was asked of it: one raw request a reply."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"


@contextmanager
def serving(*replies: Reply, tls: ssl.SSLContext | None = None) -> Iterator[FaultServer]:
    """Serve the replies in order until the block ends, the last one again and again."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = FaultServer(listener.getsockname()[1], scheme="https" if tls else "http")
    stopping = threading.Event()
    thread = threading.Thread(target=_accept, args=(listener, server, replies, stopping, tls), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stopping.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def answer(body: bytes, status: int = 200, **headers: str) -> Reply:
    """Answer properly; `content_type="text/plain"` sets a header."""
    return lambda connection, _stopping: connection.sendall(_head(body, status, headers) + body)


def drip(body: bytes, pause_seconds: float) -> Reply:
    """Send the whole answer, its head too, a byte at a time."""

    def reply(connection: socket.socket, stopping: threading.Event) -> None:
        for byte in _head(body, 200, {}) + body:
            connection.sendall(bytes([byte]))
            if stopping.wait(pause_seconds):
                return

    return reply


def truncated(body: bytes, sent: int) -> Reply:
    """Promise the body and hang up after ``sent`` bytes of it."""
    return lambda connection, _stopping: connection.sendall(_head(body, 200, {}) + body[:sent])


def gzip_bomb(size: int) -> Reply:
    """Answer with a few bytes that grow to ``size``."""
    return answer(gzip.compress(b"0" * size), content_encoding="gzip")


def hang_up(connection: socket.socket, stopping: threading.Event) -> None:
    """Close the connection without a word."""


def silence(connection: socket.socket, stopping: threading.Event) -> None:
    """Say nothing until the end."""
    stopping.wait(30)


def _head(body: bytes, status: int, headers: dict[str, str]) -> bytes:
    lines = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Because\r\n{text}\r\n".encode()


def _accept(
    listener: socket.socket,
    server: FaultServer,
    replies: Sequence[Reply],
    stopping: threading.Event,
    tls: ssl.SSLContext | None,
) -> None:
    waiting = list(replies)
    while not stopping.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        threading.Thread(target=_serve, args=(connection, server, reply, stopping, tls), daemon=True).start()


def _serve(
    connection: socket.socket,
    server: FaultServer,
    reply: Reply,
    stopping: threading.Event,
    tls: ssl.SSLContext | None,
) -> None:
    with connection, suppress(OSError):
        connection.settimeout(10)
        stream = tls.wrap_socket(connection, server_side=True) if tls else connection
        server.requests.append(_read_request(stream))
        with stream:
            reply(stream, stopping)


def _read_request(stream: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        piece = stream.recv(65536)
        if not piece:
            return request
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += stream.recv(65536)
    return head + b"\r\n\r\n" + body
