"""WebSocket frames that clients send (RFC 6455): bytes in, whole messages out, every rule checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from barograph.errors import ProtocolViolation
from barograph.live.closing import CloseCode

__all__ = ["FrameParser", "Incoming", "Opcode"]

_RESERVED_BITS, _FINAL, _MASKED = 0x70, 0x80, 0x80
_LARGEST_CONTROL = 125
_CONTROL_BIT = 0x8


class Opcode(IntEnum):
    """What a frame is."""

    CONTINUATION = 0x0
    TEXT = 0x1
    BINARY = 0x2
    CLOSE = 0x8
    PING = 0x9
    PONG = 0xA


@dataclass(frozen=True, slots=True)
class Incoming:
    """A whole text message, or a control frame."""

    opcode: Opcode
    payload: bytes


class FrameParser:
    """Puts the frames of one client together; it holds at most one message of the largest size."""

    __slots__ = ("_buffer", "_largest", "_message")

    def __init__(self, largest_message_bytes: int) -> None:
        self._largest = largest_message_bytes
        # Empty most of the time, and thousands of clients are silent: so no buffers until there is something.
        self._buffer = b""
        self._message: bytearray | None = None

    def feed(self, data: bytes) -> Iterator[Incoming]:
        """Take what arrived and yield what is complete; raises ``ProtocolViolation``."""
        self._buffer += data
        while (frame := self._next_frame()) is not None:
            opcode, is_final, payload = frame
            if opcode & _CONTROL_BIT:
                yield Incoming(opcode, payload)
            elif (whole := self._assemble(opcode, is_final, payload)) is not None:
                yield Incoming(Opcode.TEXT, whole)

    def _next_frame(self) -> tuple[Opcode, bool, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        opcode = _checked_opcode(buffer[0], buffer[1])
        size, start = _size_of(buffer)
        if start < 0:
            return None
        if not opcode & _CONTROL_BIT and size + len(self._message or b"") > self._largest:
            raise ProtocolViolation(f"a message may have {self._largest} bytes", close_code=CloseCode.TOO_BIG)
        if len(buffer) < start + 4 + size:
            return None
        payload = _unmask(buffer[start + 4 : start + 4 + size], buffer[start : start + 4])
        self._buffer = buffer[start + 4 + size :]
        return opcode, bool(buffer[0] & _FINAL), payload

    def _assemble(self, opcode: Opcode, is_final: bool, payload: bytes) -> bytes | None:
        if opcode is Opcode.BINARY:
            raise ProtocolViolation("messages are JSON text", close_code=CloseCode.NOT_TEXT)
        if (opcode is Opcode.CONTINUATION) is (self._message is None):
            raise ProtocolViolation("a fragment is out of order", close_code=CloseCode.PROTOCOL_ERROR)
        if self._message is None and is_final:
            return _checked_text(payload)
        self._message = (self._message or bytearray()) + payload
        if not is_final:
            return None
        whole, self._message = bytes(self._message), None
        return _checked_text(whole)


def _checked_opcode(first: int, second: int) -> Opcode:
    if first & _RESERVED_BITS:
        raise ProtocolViolation("no extension was agreed on", close_code=CloseCode.PROTOCOL_ERROR)
    if not second & _MASKED:
        raise ProtocolViolation("frames of a client must be masked", close_code=CloseCode.PROTOCOL_ERROR)
    try:
        opcode = Opcode(first & 0x0F)
    except ValueError as error:
        raise ProtocolViolation("unknown opcode", close_code=CloseCode.PROTOCOL_ERROR) from error
    if opcode & _CONTROL_BIT and (second & 0x7F > _LARGEST_CONTROL or not first & _FINAL):
        raise ProtocolViolation("control frames are short and whole", close_code=CloseCode.PROTOCOL_ERROR)
    return opcode


def _size_of(buffer: bytes) -> tuple[int, int]:
    """Return the payload's size and where the mask starts, -1 while that is not known yet."""
    size = buffer[1] & 0x7F
    extra = {126: 2, 127: 8}.get(size, 0)
    if len(buffer) < 2 + extra:
        return 0, -1
    if extra:
        size = int.from_bytes(buffer[2 : 2 + extra], "big")
    return size, 2 + extra


def _unmask(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    repeated = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")


def _checked_text(text: bytes) -> bytes:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise ProtocolViolation("text must be UTF-8", close_code=CloseCode.NOT_UTF8) from error
    return text
