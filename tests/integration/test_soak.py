"""The product for a long time against a shop where something breaks every two minutes: nothing may grow.

`make soak` runs it for an hour, `make soak MINUTES=15` shorter. An engine is killed and a file is changed
while clients listen; memory, open files and threads are compared before and after. Without that the same is
played in seconds, with one cheap detector whose every series is too high.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median

import orjson
import requests

from barograph.client import LiveClient, LiveEvent
from barograph.live.topics import Topic, topic_of
from barograph.storage import Database
from barograph.storage.events import EventLog
from tests.servers.base import free_port, running, wait_until
from tests.servers.product import product_running

MINUTES = float(os.environ.get("SOAK_MINUTES", "0"))
SECONDS = MINUTES * 60 or 8
WEIGHINGS = max(16, int(SECONDS / 5))
CLIENTS = 10 if MINUTES else 3
QUICK = """
detectors:
  - name: up
    query: {expression: up, step: 5s}
    algorithm: {name: threshold, parameters: {upper: 0.5}}
    schedule: {history: 1h}
"""
MOST_GROWTH = 1.15
MOST_MORE_BYTES = 24_000_000
MOST_MORE_FILES = 8


@dataclass(frozen=True)
class Size:
    """What a process holds at one moment."""

    memory_bytes: int
    open_files: int
    threads: int

    @classmethod
    def of(cls, pid: int) -> "Size":
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = dict(line.split(":", 1) for line in lines)
        memory = int(status["VmRSS"].split()[0]) * 1024
        return cls(memory, len(list(Path(f"/proc/{pid}/fd").iterdir())), int(status["Threads"]))


@dataclass
class Scale:
    """Weighs the web worker and the engine again and again."""

    supervisor: int
    weights: dict[str, list[Size]] = field(default_factory=lambda: {"engine": [], "web": []})

    def pid_of(self, name: str) -> int:
        """Return the process that does the work, 0 for none: of the web it is the worker below gunicorn."""
        found = (pid for pid in children_of(self.supervisor) if f"runtime.{name}_process" in said(pid))
        child = next(found, 0)
        return next(iter(children_of(child)), child) if name == "web" else child

    def weigh(self) -> None:
        for name, sizes in self.weights.items():
            sizes.append(Size.of(self.pid_of(name)))

    def compare(self, name: str) -> tuple[Size, Size]:
        """Return the median of the second quarter, when caches are full, and of the last one."""
        sizes = self.weights[name]
        quarter = len(sizes) // 4
        return middle(sizes[quarter : 2 * quarter]), middle(sizes[-quarter:])


class Listener:
    """A client of ours in a thread, and the ids that it saw."""

    def __init__(self, url: str) -> None:
        self.ids: list[int] = []
        self._client = LiveClient(url, last_id=0, pause=lambda seconds: time.sleep(min(seconds, 0.3)))
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def has_seen(self, event_id: int) -> bool:
        return bool(self.ids) and self.ids[-1] >= event_id

    def stop(self) -> None:
        self._client.close()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        self.ids.extend(message.id for message in self._client.messages() if isinstance(message, LiveEvent))


@contextmanager
def shop_running(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "barograph.demo.server", "--port", str(port), "--live"]
    url = f"http://127.0.0.1:{port}/api/v1/status/buildinfo"
    with running(command, port, folder, lambda: requests.get(url, timeout=5).ok) as server:
        yield server.url


@contextmanager
def listening(url: str) -> Iterator[list[Listener]]:
    listeners = [Listener(url) for _ in range(CLIENTS)]
    try:
        yield listeners
    finally:
        for listener in listeners:
            listener.stop()


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def said(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def middle(sizes: list[Size]) -> Size:
    names = ("memory_bytes", "open_files", "threads")
    return Size(*(int(median(getattr(size, name) for size in sizes)) for name in names))


def test_nothing_grows_and_every_event_comes_once(tmp_path: Path) -> None:
    detectors = (files("barograph.demo") / "detectors" / "shop.yaml").read_text() if MINUTES else QUICK
    file = tmp_path / "var" / "barograph.db"
    (tmp_path / "shop").mkdir()
    with shop_running(tmp_path / "shop") as shop:
        settings = {"BAROGRAPH_PROMETHEUS_URL": shop, "BAROGRAPH_LOKI_URL": shop}
        with product_running(tmp_path, detectors, settings) as product:
            scale = Scale(product.process.pid)
            with listening(product.url) as listeners:
                # What starts anew begins to grow anew, so the engine dies before the first comparison.
                first = scale.pid_of("engine")
                os.kill(first, signal.SIGKILL)
                wait_until(lambda: scale.pid_of("engine") not in (0, first), "the second engine")
                wait_until(lambda: is_heard(product.url, scale.pid_of("engine")), "its sign of life", 60)
                wait_until(lambda: is_well(product.url), "every component being well", 120)
                wait_until(lambda: bool(told_ids(file)), "the first event", 300)
                soak(scale, tmp_path / "provisioning" / "detectors" / "detectors.yaml")
                wait_until(lambda: is_well(product.url), "every component being well at the end", 60)
                wanted = told_ids(file)
                wait_until(lambda: all(one.has_seen(wanted[-1]) for one in listeners), "all clients", 60)
    report(scale, len(wanted))
    assert len(wanted) > MINUTES, "something breaks every two minutes, and is told as begun and as over"
    assert all(listener.ids[: len(wanted)] == wanted for listener in listeners)
    for name in scale.weights:
        before, after = scale.compare(name)
        limit = max(before.memory_bytes * MOST_GROWTH, before.memory_bytes + MOST_MORE_BYTES)
        assert after.memory_bytes < limit, name
        assert after.open_files <= before.open_files + MOST_MORE_FILES, name
        assert after.threads <= before.threads + MOST_MORE_FILES, name


def soak(scale: Scale, file: Path) -> None:
    """Let time pass, with a look every few seconds and now and then a changed file."""
    for weighing in range(WEIGHINGS):
        scale.weigh()
        if weighing % 12 == 6:
            file.write_text(f"{file.read_text()}# looked at again\n")
        time.sleep(SECONDS / WEIGHINGS)


def is_heard(url: str, engine: int) -> bool:
    """Tell whether an engine works: from its start until its first beat it only imports."""
    beats = requests.get(f"{url}/metrics", timeout=10).text.splitlines()
    return any(line.startswith("barograph_process_up") and f"/{engine}/" in line for line in beats)


def is_well(url: str) -> bool:
    components = requests.get(f"{url}/health", timeout=10).json()["components"]
    return all(part["state"] in ("ok", "unknown") for part in components.values())


def told_ids(file: Path) -> list[int]:
    """Return the ids of all events of the topic that the clients subscribed to."""
    database, found, after_id = Database(f"sqlite:///{file}"), list[int](), 0
    while events := EventLog(database).follow(after_id):
        after_id = events[-1].id
        found += [event.id for event in events if topic_of(event.type) is Topic.ANOMALIES]
    database.close()
    return found


def report(scale: Scale, events: int) -> None:
    """Print what was measured; pytest shows it with -s."""
    compared = {
        name: [
            [size.memory_bytes // 1_000_000, size.open_files, size.threads] for size in scale.compare(name)
        ]
        for name in scale.weights
    }
    print(orjson.dumps({"seconds": SECONDS, "events": events, "mb_files_threads": compared}).decode())
