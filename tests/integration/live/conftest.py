"""A small world: an event log, a bus, an engine that commits, and gateways to start and kill."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from websocket import ABNF, WebSocket, create_connection

from barograph.config.settings import Settings
from barograph.domain import Event, EventType
from barograph.live.bus import Bus
from barograph.live.bus.broker import ZeroMqBroker
from barograph.live.bus.opening import open_bus
from barograph.security import Role
from barograph.security.api_keys import new_key
from barograph.storage import Database, Stores
from tests.servers.base import RunningServer
from tests.servers.gateway import gateway_server

__all__ = ["Socket", "World", "make_world"]


class Socket:
    """A client that says and hears JSON."""

    def __init__(self, connection: WebSocket) -> None:
        self.connection = connection

    def say(self, **message: object) -> dict[str, Any]:
        """Send a message and return the next one that comes."""
        self.connection.send(json.dumps(message))
        return self.hear()

    def hear(self) -> dict[str, Any]:
        while True:
            opcode, data = self.connection.recv_data()
            if opcode == ABNF.OPCODE_CLOSE:
                return {"type": "close", "code": int.from_bytes(data[:2], "big"), "reason": data[2:].decode()}
            message: dict[str, Any] = json.loads(data)
            if message["type"] != "heartbeat":
                return message

    def hear_ids(self, count: int) -> list[int]:
        return [self.hear()["id"] for _ in range(count)]


@dataclass
class World:
    settings: dict[str, object]
    stores: Stores
    bus: Bus

    def commit(self, *severities: str, tenant: str = "default", is_told: bool = True) -> list[int]:
        """Commit anomalies of these severities; the bus may be left without a word."""
        events = [
            Event(EventType.ANOMALY_DETECTED, tenant, 0, {"anomaly": {"severity": one, "labels": {}}}, "shop")
            for one in severities
        ]
        stored = self.stores.events.append(events)
        if is_told:
            self.bus.publish(stored)
        return [event.id for event in stored]

    def key_for(self, tenant: str, role: Role = Role.VIEWER) -> str:
        key, text = new_key(tenant, f"{role} of {tenant}", role, 0)
        self.stores.api_keys.add(key)
        return text

    def gateway(self, port: int | None = None, **changes: object) -> AbstractContextManager[RunningServer]:
        return gateway_server(self.settings | changes, port)


@contextmanager
def make_world(folder: Path, bus_url: str = "") -> Iterator[World]:
    plain: dict[str, object] = {"state_dir": str(folder), "bus_url": bus_url}
    settings = Settings.model_validate(plain)
    database = Database(settings.effective_database_url)
    database.upgrade()
    bus = open_bus(settings)
    yield World(plain, Stores.over(database), bus)
    bus.close()
    database.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("live")
    with ZeroMqBroker(f"ipc://{folder / 'bus'}"), make_world(folder) as made:
        yield made


@pytest.fixture(scope="module")
def gateway(world: World) -> Iterator[RunningServer]:
    with world.gateway(live_heartbeat_seconds=1.0, live_recent_events=5) as server:
        yield server


@pytest.fixture(scope="module")
def guarded(world: World) -> Iterator[RunningServer]:
    """A gateway that wants to know who asks, and that keeps no event in memory."""
    with world.gateway(auth_mode="required", live_recent_events=0) as server:
        yield server


@contextmanager
def connected(
    server: RunningServer, query: str = "", origin: str | None = None, **headers: str
) -> Iterator[Socket]:
    """Connect and read the greeting."""
    connection = create_connection(
        f"ws://127.0.0.1:{server.port}/api/v1/live{query}",
        subprotocols=["barograph.v1"],
        header=headers,
        timeout=10,
        origin=origin,
        suppress_origin=origin is None,
        enable_multithread=False,
    )
    try:
        yield Socket(connection)
    finally:
        connection.shutdown()
