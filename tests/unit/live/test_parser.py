import contextlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.errors import ProtocolViolation
from barograph.live.parser import FrameParser, Incoming, Opcode

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))


def client_frame(
    opcode: int, payload: bytes, *, is_final: bool = True, mask: bytes = b"\x01\x02\x03\x04"
) -> bytes:
    size = len(payload)
    head = bytes([(0x80 if is_final else 0) | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65_536:
        head += b"\xfe" + size.to_bytes(2, "big")
    else:
        head += b"\xff" + size.to_bytes(8, "big")
    masked = bytes(byte ^ mask[position % 4] for position, byte in enumerate(payload))
    return head + mask + masked


def read_all(parser: FrameParser, data: bytes) -> list[Incoming]:
    return list(parser.feed(data))


@given(st.text(max_size=300), st.binary(min_size=4, max_size=4), st.integers(1, 40))
def test_a_message_is_read_however_it_is_cut_into_packets(text: str, mask: bytes, cut: int) -> None:
    parser = FrameParser(10_000)
    frame = client_frame(Opcode.TEXT, text.encode(), mask=mask)
    pieces = [frame[start : start + cut] for start in range(0, len(frame), cut)]
    assert [one for piece in pieces for one in parser.feed(piece)] == [Incoming(Opcode.TEXT, text.encode())]


def test_fragments_are_put_together_with_a_ping_between_them() -> None:
    frames = (
        client_frame(Opcode.TEXT, b"a", is_final=False)
        + client_frame(Opcode.PING, b"?")
        + client_frame(Opcode.CONTINUATION, b"b", is_final=False)
        + client_frame(Opcode.CONTINUATION, b"c")
    )
    assert read_all(FrameParser(100), frames) == [Incoming(Opcode.PING, b"?"), Incoming(Opcode.TEXT, b"abc")]


@pytest.mark.parametrize(
    ("frames", "close_code"),
    [
        (b"\x81\x01a", 1002),
        (b"\xc1\x80\0\0\0\0", 1002),
        (b"\x83\x80\0\0\0\0", 1002),
        (b"\x09\x80\0\0\0\0", 1002),
        (b"\x89\xfe\0\xff\0\0\0\0", 1002),
        (client_frame(Opcode.CONTINUATION, b"a"), 1002),
        (client_frame(Opcode.TEXT, b"a", is_final=False) + client_frame(Opcode.TEXT, b"b"), 1002),
        (client_frame(Opcode.BINARY, b"a"), 1003),
        (client_frame(Opcode.TEXT, b"\xff\xfe"), 1007),
        (client_frame(Opcode.TEXT, b"a" * 101), 1009),
        (
            client_frame(Opcode.TEXT, b"a" * 60, is_final=False)
            + client_frame(Opcode.CONTINUATION, b"a" * 60),
            1009,
        ),
        (b"\x81\xff" + b"\xff" * 8, 1009),
    ],
)
def test_a_broken_rule_names_its_close_code(frames: bytes, close_code: int) -> None:
    with pytest.raises(ProtocolViolation) as caught:
        read_all(FrameParser(100), frames)
    assert caught.value.close_code == close_code


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=20))
def test_noise_is_refused_or_awaits_more_but_never_crashes(pieces: list[bytes]) -> None:
    parser = FrameParser(100)
    seen: list[Incoming] = []
    with contextlib.suppress(ProtocolViolation):
        for piece in pieces:
            seen.extend(parser.feed(piece))
    assert all(len(incoming.payload) <= 125 for incoming in seen)


def test_a_large_message_is_unmasked() -> None:
    text = os.urandom(35_000).hex().encode()
    assert read_all(FrameParser(100_000), client_frame(Opcode.TEXT, text)) == [Incoming(Opcode.TEXT, text)]
