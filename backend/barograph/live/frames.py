"""WebSocket frames that the server sends (RFC 6455), as bytes ready for many sockets."""

__all__ = ["close_frame", "ping_frame", "pong_frame", "text_frame"]

_FINAL = 0x80
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_LARGEST_SHORT, _LARGEST_MEDIUM = 125, 65_535


def text_frame(text: bytes) -> bytes:
    """Wrap UTF-8 text."""
    return _frame(_TEXT, text)


def ping_frame(payload: bytes = b"") -> bytes:
    """Ask the other side for a sign of life; browsers answer by themselves."""
    return _frame(_PING, payload[:_LARGEST_SHORT])


def pong_frame(payload: bytes) -> bytes:
    """Answer a ping with its payload."""
    return _frame(_PONG, payload[:_LARGEST_SHORT])


def close_frame(code: int, reason: str) -> bytes:
    """Say goodbye with a code; the reason is cut to what fits, at a character."""
    text = reason.encode()[: _LARGEST_SHORT - 2].decode(errors="ignore").encode()
    return _frame(_CLOSE, code.to_bytes(2, "big") + text)


def _frame(kind: int, payload: bytes) -> bytes:
    size = len(payload)
    first = bytes((_FINAL | kind,))
    if size <= _LARGEST_SHORT:
        return first + bytes((size,)) + payload
    if size <= _LARGEST_MEDIUM:
        return first + b"\x7e" + size.to_bytes(2, "big") + payload
    return first + b"\x7f" + size.to_bytes(8, "big") + payload
