"""Two real engines on one database: one leads, and the other takes over when that one dies or is paused."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from barograph.domain import AnomalyState
from barograph.storage import AnomalyFilter, Database, JobState, ProcessBeat, Stores
from barograph.storage.leases import LEADER
from tests.servers.base import running, wait_until
from tests.servers.flat import FlatServer, flat_server
from tests.servers.postgres import postgres_server
from tests.servers.receiver import Receiver, receiver_running

NAMES = ("one", "two", "three")
DETECTOR = """\
  - name: {name}
    query: {{expression: {name}, step: 1s, offset: 0s}}
    algorithm: {{name: threshold, parameters: {{upper: 5}}}}
"""
SINK = "sinks:\n  - {{name: hook, type: webhook, urls: ['{url}'], send: [anomalies]}}\n"
COMMAND = [sys.executable, "-m", "barograph.runtime.engine_process"]


@dataclass
class House:
    """A database, a source whose level rises, somebody who is told, and two engines by their names."""

    stores: Stores
    source: FlatServer
    receiver: Receiver
    engines: dict[str, subprocess.Popen[bytes]]

    def leader(self) -> str:
        lease = self.stores.leases.find(LEADER)
        return lease.holder if lease is not None else ""

    def beat_of(self, name: str) -> ProcessBeat:
        return next(beat for beat in self.stores.processes.all() if beat.id == name)

    def other(self) -> str:
        return next(name for name in self.engines if name != self.leader())

    def is_judged_until(self, seconds: float) -> bool:
        cursors = [self.stores.cursors.get("default", name) for name in NAMES]
        return all(cursor and cursor.evaluated_to_ms >= seconds * 1000 for cursor in cursors)

    def wait_for_judging(self) -> None:
        """Wait until every point until now is judged."""
        now = time.time()
        wait_until(lambda: self.is_judged_until(now - 1), "judging", 60)

    def open_episodes(self) -> list[tuple[str, int]]:
        wanted = AnomalyFilter(state=AnomalyState.OPEN)
        page = self.stores.anomalies.page("default", wanted)
        return sorted((one.detector_id, one.started_ms) for one in page.items)

    def told(self) -> dict[str, tuple[str, str]]:
        """Return what was told by message: one that was on its way when an engine was killed comes again."""
        names = [delivery.headers["X-Barograph-Delivery"] for delivery in self.receiver.deliveries]
        return dict(zip(names, self.receiver.told(), strict=False))

    def calm_down(self) -> None:
        """Let every episode end, and forget what was told."""
        self.source.rises_at = math.inf
        wait_until(lambda: self.open_episodes() == [], "the end of every episode")
        wait_until(lambda: ("resolved", NAMES[0]) in self.receiver.told(), "the messages")
        wait_until(lambda: self.stores.outbox.pending_count("hook/1") == 0, "the last message")
        self.receiver.deliveries.clear()

    def expect_one_start_each(self) -> None:
        """Expect one episode of each detector, from the first strange point on, told by one message."""
        first_ms = math.ceil(self.source.rises_at) * 1000
        wait_until(lambda: len(self.open_episodes()) >= len(NAMES), "an episode of each detector")
        wait_until(lambda: len(self.told()) >= len(NAMES), "the messages")
        self.wait_for_judging()
        assert self.open_episodes() == sorted((name, first_ms) for name in NAMES)
        assert sorted(self.told().values()) == sorted(("firing", name) for name in NAMES)


def environment(folder: Path, database_url: str, source_url: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("BAROGRAPH_")}
    return plain | {
        "BAROGRAPH_DATABASE_URL": database_url,
        "BAROGRAPH_PROMETHEUS_URL": source_url,
        "BAROGRAPH_PROVISIONING_DIR": str(folder / "provisioning"),
        "BAROGRAPH_SECRET_KEY": "one for all machines",
    }


def write_files(folder: Path, receiver_url: str) -> None:
    detectors = "detectors:\n" + "".join(DETECTOR.format(name=name) for name in NAMES)
    for kind, text in (("detectors", detectors), ("sinks", SINK.format(url=receiver_url))):
        (folder / "provisioning" / kind).mkdir(parents=True)
        (folder / "provisioning" / kind / "all.yaml").write_text(text)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as stack:
        port = stack.enter_context(postgres_server()).port
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        database = Database(url)
        stack.callback(database.close)
        database.upgrade()
        stores = Stores.over(database)
        source, receiver = stack.enter_context(flat_server()), stack.enter_context(receiver_running())
        write_files(folder, receiver.url)
        engines: dict[str, subprocess.Popen[bytes]] = {}
        for number in (1, 2):
            machine = folder / f"machine-{number}"
            machine.mkdir()
            settings = environment(folder, url, source.url) | {"BAROGRAPH_STATE_DIR": str(machine)}

            def has_begun(count: int = number) -> bool:
                return len(stores.processes.all()) == count

            server = stack.enter_context(running(COMMAND, 0, machine, has_begun, environment=settings))
            (name,) = {beat.id for beat in stores.processes.all()} - engines.keys()
            engines[name] = server.process
        house = House(stores, source, receiver, engines)
        house.wait_for_judging()
        yield house


def test_a_leader_that_was_paused_sees_that_it_was_deposed_and_writes_nothing(house: House) -> None:
    leader, other = house.leader(), house.other()
    assert house.beat_of(other).sentence == "Does jobs and stands by: another engine leads."
    house.engines[leader].send_signal(signal.SIGSTOP)
    house.source.rises_at = time.time()
    try:
        wait_until(lambda: house.leader() == other, "another leader")
        house.expect_one_start_each()
    finally:
        house.engines[leader].send_signal(signal.SIGCONT)
    wait_until(lambda: not house.beat_of(leader).detail["leads"], "the old leader standing by")
    house.expect_one_start_each()
    assert house.leader() == other


def test_what_only_the_leader_knows_it_alone_answers(house: House) -> None:
    leader = house.leader()
    jobs = [house.stores.jobs.add("default", "scores", int(time.time() * 1000)) for _ in range(6)]
    for job in jobs:
        wait_until(lambda job=job: house.stores.jobs.get("default", job.id).is_finished, "the scores")
        done = house.stores.jobs.get("default", job.id)
        assert (done.state, done.claimed_by) == (JobState.DONE, leader)
        assert all(f'detector="{name}"' in done.result["text"] for name in NAMES)


def test_when_the_leader_is_killed_another_goes_on_and_no_point_is_lost(house: House) -> None:
    leader, other = house.leader(), house.other()
    house.calm_down()
    house.source.rises_at = time.time() + 1
    wait_until(lambda: house.is_judged_until(house.source.rises_at - 1), "the last calm point")
    house.engines[leader].send_signal(signal.SIGKILL)
    wait_until(lambda: house.leader() == other, "another leader")
    house.expect_one_start_each()
    wait_until(lambda: bool(house.beat_of(other).detail["leads"]), "the new leader to say so")
