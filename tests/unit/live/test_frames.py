import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, Ping, Pong, TextMessage

from barograph.live.frames import close_frame, ping_frame, pong_frame, text_frame


def read(data: bytes) -> list[object]:
    client = Connection(ConnectionType.CLIENT)
    client.receive_data(data)
    return list(client.events())


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 200_000])
def test_another_implementation_reads_text_of_every_size(size: int) -> None:
    events = read(text_frame(b"x" * size))
    assert all(isinstance(event, TextMessage) for event in events)
    assert "".join(event.data for event in events if isinstance(event, TextMessage)) == "x" * size


def test_another_implementation_reads_pings_and_pongs() -> None:
    ping, pong = read(ping_frame(b"a") + pong_frame(b"b"))
    assert isinstance(ping, Ping)
    assert isinstance(pong, Pong)
    assert (ping.payload, pong.payload) == (b"a", b"b")


def test_a_long_reason_is_cut_at_a_character() -> None:
    (goodbye,) = read(close_frame(4000, "é" * 100))
    assert isinstance(goodbye, CloseConnection)
    assert goodbye.code == 4000
    assert goodbye.reason == "é" * 61
