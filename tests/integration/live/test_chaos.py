"""Whatever is killed, every client sees every event exactly once. `make chaos` does it longer and larger."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from barograph.client import LiveClient, LiveEvent
from barograph.live.bus.broker import ZeroMqBroker
from tests.integration.live.conftest import World, make_world
from tests.servers.base import RunningServer, free_port, wait_until
from tests.servers.redis import redis_server

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "1"))
CLIENTS = int(os.environ.get("CHAOS_CLIENTS", "8"))


class DroppableBroker:
    """A ZeroMQ bus that can be taken away and brought back."""

    def __init__(self, folder: Path) -> None:
        self.url = f"ipc://{folder / 'bus'}"
        self.broker = ZeroMqBroker(self.url)
        self.broker.start()

    def drop(self) -> None:
        self.broker.stop()

    def restore(self) -> None:
        self.broker = ZeroMqBroker(self.url)
        self.broker.start()


class DroppableRedis:
    """A Redis that forgets everything when it is taken away."""

    def __init__(self, _folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.stack = ExitStack()
        self.restore()

    def drop(self) -> None:
        self.stack.close()

    def restore(self) -> None:
        self.stack = ExitStack()
        self.stack.enter_context(redis_server(self.port))


class Watcher:
    """A client of ours in a thread, and what it saw."""

    def __init__(self, port: int, after_id: int) -> None:
        self.ids: list[int] = []
        self.client = LiveClient(
            f"http://127.0.0.1:{port}", last_id=after_id, pause=lambda seconds: time.sleep(min(seconds, 0.3))
        )
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        for message in self.client.messages():
            assert isinstance(message, LiveEvent), message
            self.ids.append(message.id)

    def has_seen(self, event_id: int) -> bool:
        return bool(self.ids) and self.ids[-1] >= event_id

    def stop(self) -> None:
        self.client.close()
        self.thread.join(timeout=10)


@contextmanager
def steady_writer(world: World) -> Iterator[list[int]]:
    """Commit some events at a time, all the time, as the engine does."""
    committed: list[int] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            committed.extend(world.commit("info", "warning"))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield committed
    finally:
        stop.set()
        thread.join()


def kill_worker(server: RunningServer) -> None:
    pid = server.process.pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def wait_for_more(committed: list[int]) -> None:
    enough = len(committed) + 30
    wait_until(lambda: len(committed) > enough, "events without a bus")


def wait_for_all(watchers: list[Watcher], event_id: int) -> None:
    wait_until(lambda: all(one.has_seen(event_id) for one in watchers), f"all seeing {event_id}")


@pytest.mark.parametrize("make_bus", [DroppableBroker, DroppableRedis])
def test_every_client_sees_every_event_once_whatever_is_killed(
    make_bus: Callable[[Path], DroppableBroker | DroppableRedis], tmp_path: Path
) -> None:
    bus = make_bus(tmp_path)
    with make_world(tmp_path, bus.url) as world, world.gateway(live_recent_events=50) as server:
        first = world.commit("info")[-1]
        watchers = [Watcher(server.port, first) for _ in range(CLIENTS)]
        with steady_writer(world) as committed:
            wait_for_all(watchers, first + 10)
            for _ in range(ROUNDS):
                kill_worker(server)
                bus.drop()
                wait_for_more(committed)
                bus.restore()
                wait_for_all(watchers, committed[-1])
        wait_for_all(watchers, committed[-1])
        for watcher in watchers:
            watcher.stop()
        assert all(watcher.ids == committed for watcher in watchers)
    bus.drop()
