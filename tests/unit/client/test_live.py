import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Message, Request, TextMessage

from barograph.client import LiveClient, LiveEvent, LiveScoresUpdate, Reloaded
from barograph.errors import Forbidden, ServiceUnreachable, Unauthenticated, ValidationFailed
from tests.servers.base import free_port

HELLO = {"type": "hello", "heartbeat_seconds": 20.0}
Goodbye = tuple[int, str]
Line = dict[str, object] | Goodbye | None


def event(number: int) -> dict[str, object]:
    return {
        "type": "event",
        "id": number,
        "event": "anomaly_detected",
        "topic": "anomalies",
        "at_ms": number,
        "detector_id": "shop",
        "payload": {},
    }


class ScriptedServer:
    """Plays one script for each connection: messages to send, a goodbye, or None for a broken line."""

    def __init__(self, *scripts: Sequence[Line]) -> None:
        self.scripts = scripts
        self.heard: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        for script in self.scripts:
            connection, _ = self.listener.accept()
            with connection:
                connection.settimeout(5)
                self.play(connection, script)
        self.listener.close()

    def play(self, connection: socket.socket, script: Sequence[Line]) -> None:
        protocol = WSConnection(ConnectionType.SERVER)
        self.wait_for(connection, protocol, Request)
        connection.sendall(protocol.send(AcceptConnection(subprotocol="barograph.v1")))
        for position, line in enumerate(script):
            if line is None:
                return
            if isinstance(line, tuple):
                connection.sendall(protocol.send(CloseConnection(*line)))
                return
            connection.sendall(protocol.send(Message(data=json.dumps(line))))
            if position == 0 and line.get("type") == "hello":
                self.wait_for(connection, protocol, TextMessage)
        self.wait_for(connection, protocol, CloseConnection)

    def wait_for(self, connection: socket.socket, protocol: WSConnection, wanted: type) -> None:
        while True:
            data = connection.recv(65_536)
            if not data:
                return
            protocol.receive_data(data)
            for one in protocol.events():
                if isinstance(one, Request):
                    self.headers.append({name.decode(): value.decode() for name, value in one.extra_headers})
                if isinstance(one, TextMessage):
                    self.heard.append(json.loads(one.data))
                if isinstance(one, wanted):
                    return


@contextmanager
def scripted(*scripts: Sequence[Line]) -> Iterator[ScriptedServer]:
    server = ScriptedServer(*scripts)
    try:
        yield server
    finally:
        server.thread.join(timeout=5)
        server.listener.close()


def take(client: LiveClient, count: int) -> list[object]:
    messages: list[object] = []
    for message in client.messages():
        messages.append(message)
        if len(messages) == count:
            client.close()
            break
    return messages


def ids(messages: Sequence[object]) -> list[int]:
    return [message.id for message in messages if isinstance(message, LiveEvent)]


def test_a_broken_line_is_taken_up_again_after_the_last_id() -> None:
    first = [HELLO, {"type": "subscribed", "id": 4}, event(5), event(6), None]
    second = [HELLO, {"type": "subscribed", "id": 9}, event(6), event(7), {"type": "heartbeat", "id": 9}]
    third = [HELLO, event(10)]
    pauses: list[float] = []
    states: list[str] = []
    with scripted(first, [*second, (4000, "too slow: resume from 7")], third) as server:
        client = LiveClient(server.url, pause=pauses.append, on_state=states.append)
        assert ids(take(client, 4)) == [5, 6, 7, 10]
    assert [message.get("resume_from") for message in server.heard] == [None, 6, 9]
    assert len(pauses) == 2
    assert states[0] == "connected"
    assert "too slow" in states[3]


def test_a_server_that_is_away_for_a_night_is_waited_for() -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1_100:
            client.close()

    client = LiveClient(f"http://127.0.0.1:{free_port()}", pause=pause)
    assert list(client.messages()) == []
    assert max(pauses) <= 15
    assert min(pauses[10:]) >= 7.5


def test_scores_and_reloads_are_told_apart_from_events() -> None:
    scores = {"type": "scores", "detector_id": "shop", "at_ms": [1], "series": [{"labels": {}}]}
    reload = {"type": "reload", "id": 30, "message": "gone"}
    with scripted([HELLO, scores, reload, {"type": "news"}, event(31)]) as server:
        messages = take(LiveClient(server.url, ["scores:shop"], {"severity": "info"}, last_id=3), 3)
    assert isinstance(messages[0], LiveScoresUpdate)
    assert messages[1] == Reloaded(30, "gone")
    assert ids(messages) == [31]
    asked = {
        "type": "subscribe",
        "topics": ["scores:shop"],
        "filters": {"severity": "info"},
        "resume_from": 3,
    }
    assert server.heard == [asked]


def test_headers_are_asked_for_before_each_connection() -> None:
    keys = iter(["one", "two"])
    with scripted([HELLO, None], [HELLO, event(1)]) as server:
        client = LiveClient(
            server.url, headers=lambda: {"Authorization": next(keys)}, pause=lambda _seconds: None
        )
        take(client, 1)
    assert [headers["authorization"] for headers in server.headers] == ["one", "two"]


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ([(4401, "no key")], Unauthenticated),
        ([(4403, "no role")], Forbidden),
        ([{"type": "greeting"}], ServiceUnreachable),
        ([HELLO, {"type": "error", "code": "forbidden", "message": "no"}], Forbidden),
        ([HELLO, {"type": "error", "code": "validation_failed", "message": "no"}], ValidationFailed),
    ],
)
def test_what_trying_again_does_not_help_is_raised(script: Sequence[Line], error: type[Exception]) -> None:
    with scripted(script) as server, pytest.raises(error):
        take(LiveClient(server.url), 1)


def test_an_address_must_be_one() -> None:
    with pytest.raises(ValidationFailed, match="http://"):
        take(LiveClient("barograph:8427"), 1)
