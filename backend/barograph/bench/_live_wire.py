"""The wire of clients that do as little as they can: the handshake, and frames of WebSocket."""

import base64
import os
import socket

__all__ = ["PING", "PONG", "TEXT", "connect", "frame_size", "head_size", "masked_text"]

TEXT, PING = 0x81, 0x89
PONG = b"\x8a\x80" + bytes(4)
"""An answer that is empty and masked with zeros."""


def connect(host: str, port: int, path: str, *, is_small: bool = False) -> socket.socket:
    """Connect and ask for a WebSocket; a small one soon lets the server wait."""
    connection = socket.socket()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if is_small:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect((host, port))
    connection.setblocking(False)
    connection.send(_handshake(host, port, path))
    return connection


def masked_text(text: bytes) -> bytes:
    """Return a client's frame for less than 64 KB; a mask of zeros is a mask."""
    size = len(text)
    head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + bytes(4) + text


def head_size(data: bytes) -> int:
    """Return the size of the head of the first frame."""
    return 2 + {126: 2, 127: 8}.get(data[1] & 0x7F, 0)


def frame_size(data: bytes) -> int:
    """Return the size of the first frame, 0 while that is not known."""
    if len(data) < 2 or len(data) < (start := head_size(data)):
        return 0
    size = data[1] & 0x7F
    return start + (size if start == 2 else int.from_bytes(data[2:start], "big"))


def _handshake(host: str, port: int, path: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        f"Sec-WebSocket-Protocol: barograph.v1\r\n\r\n"
    ).encode()
