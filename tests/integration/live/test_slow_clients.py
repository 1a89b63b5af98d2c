"""One that reads a byte now and then, and one that reads nothing, among others: only those two suffer."""

import contextlib
import json
import socket
import time

from websocket import WebSocket, create_connection
from wsproto.connection import Connection, ConnectionType
from wsproto.events import CloseConnection, TextMessage

from tests.integration.live.conftest import Socket, World, connected
from tests.servers.base import RunningServer, wait_until
from tests.servers.gateway import read_figures

_SMALL_BUFFER = ((socket.SOL_SOCKET, socket.SO_RCVBUF, 2048),)
_BATCHES, _BATCH = 30, 50


class RawClient:
    """A client that sees the bytes of its socket."""

    def __init__(self, server: RunningServer) -> None:
        address = f"ws://127.0.0.1:{server.port}/api/v1/live"
        self.connection: WebSocket = create_connection(
            address, sockopt=_SMALL_BUFFER, timeout=5, suppress_origin=True
        )
        client = Socket(self.connection)
        client.hear()
        client.say(type="subscribe", topics=["anomalies"])
        self.bytes = b""

    def read(self, size: int) -> bool:
        received: bytes = self.connection.sock.recv(size)
        self.bytes += received
        return bool(received)

    def drain(self) -> None:
        with contextlib.suppress(OSError):
            while self.read(65_536):
                pass

    def whole_ids(self) -> list[int]:
        reader = Connection(ConnectionType.CLIENT)
        reader.receive_data(self.bytes)
        texts: list[str] = [""]
        for event in reader.events():
            if isinstance(event, CloseConnection):
                assert event.code in (4000, 4001)
                assert "resume from" in str(event.reason)
            if isinstance(event, TextMessage):
                texts[-1] += event.data
                if event.message_finished:
                    texts.append("")
        messages = [json.loads(text) for text in texts[:-1]]
        return [message["id"] for message in messages if message["type"] == "event"]


def test_who_does_not_keep_up_is_parted_from_and_resumes_while_the_others_go_on(world: World) -> None:
    limits = {"live_backlog_bytes": 4096, "live_blocked_seconds": 1.0, "live_heartbeat_seconds": 2.0}
    with world.gateway(**limits) as server:
        slow, dead = RawClient(server), RawClient(server)
        ids: list[int] = []
        seen_by_other: list[int] = []
        with connected(server) as other:
            other.hear()
            other.say(type="subscribe", topics=["anomalies"])
            for _ in range(_BATCHES):
                ids += world.commit(*["warning"] * _BATCH)
                slow.read(1)
                seen_by_other += other.hear_ids(_BATCH)
            assert seen_by_other == ids
            started = time.monotonic()
            wait_until(lambda: read_figures(server.port)["connections"] == 1, "the two being closed")
            assert time.monotonic() - started < 10
        slow.drain()
        seen = slow.whole_ids()
        with connected(server) as resumed:
            resumed.hear()
            resumed.say(type="subscribe", topics=["anomalies"], resume_from=seen[-1])
            assert seen + resumed.hear_ids(len(ids) - len(seen)) == ids
        dead.connection.shutdown()
        slow.connection.shutdown()
