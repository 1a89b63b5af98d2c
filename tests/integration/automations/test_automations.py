"""Automations in the real product: a person agrees, a receiver is told once, an engine dies in between."""

import os
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.servers.base import RunningServer, wait_until
from tests.servers.product import product_running
from tests.servers.receiver import Receiver, receiver_running

DETECTORS = """\
apiVersion: 1
detectors:
  - name: idle
    enabled: false
    query: {expression: up}
"""
AUTOMATIONS = """\
apiVersion: 1
automations:
  - name: ask-first
    when: {events: [detector_stopped], detector: subject}
    then: [{type: webhook, url: "%(url)s/asked"}]
    approval: {expires: 10m}
  - name: rested
    when: {events: [detector_stopped], detector: subject}
    then: [{type: webhook, url: "%(url)s/rested"}]
    cooldown: 1h
  - name: limited
    when: {events: [detector_started, detector_stopped], detector: subject}
    then: [{type: webhook, url: "%(url)s/limited"}]
    limit: {times: 2, within: 1h}
  - name: broken
    when: {events: [detector_stopped], detector: subject}
    then: [{type: webhook, url: "http://127.0.0.1:9/nobody"}, {type: retrain}]
"""


@dataclass
class Station:
    product: RunningServer
    receiver: Receiver

    def get(self, path: str) -> Any:
        return requests.get(f"{self.product.url}/api/v1/{path}", timeout=10).json()

    def post(self, path: str, body: object = None) -> requests.Response:
        return requests.post(f"{self.product.url}/api/v1/{path}", json=body, timeout=10)

    def runs(self, automation: str, *states: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(f"automations/runs?automation={automation}")["items"]
        return [run for run in found if not states or run["state"] in states]

    def told(self, path: str) -> int:
        return sum(delivery.path == f"/{path}" for delivery in self.receiver.deliveries)

    def toggle(self) -> None:
        """Start and stop the detector once; that is an event each."""
        for word in ("start", "stop"):
            assert self.post(f"detectors/subject/{word}").ok

    def engine_pids(self) -> list[int]:
        """Return the processes of the engines that beat."""
        beats = self.get("deployment")["processes"]
        return [int(beat["pid"]) for beat in beats if beat["kind"] == "engine"]


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder: Path = tmp_path_factory.mktemp("product")
    with receiver_running() as receiver:
        rules = folder / "provisioning" / "automations"
        rules.mkdir(parents=True)
        (rules / "rules.yaml").write_text(AUTOMATIONS % {"url": receiver.url})
        with product_running(folder, DETECTORS) as product:
            station = Station(product, receiver)
            wait_until(lambda: len(station.get("automations")["items"]) == 4, "the automations", 60)
            spec = {"name": "subject", "enabled": False, "query": {"expression": "up"}}
            assert station.post("detectors", spec).status_code == 201
            yield station


def test_what_a_person_agreed_to_is_done_once(station: Station) -> None:
    station.toggle()
    wait_until(lambda: station.runs("ask-first", "waiting"), "a run that asks", 30)
    (waiting,) = station.runs("ask-first", "waiting")
    assert station.told("asked") == 0
    approved = station.post(f"automations/runs/{waiting['id']}/approve")
    assert approved.json()["decided_by"]
    assert station.post(f"automations/runs/{waiting['id']}/reject").status_code == 409
    wait_until(lambda: station.runs("ask-first", "done"), "the run", 30)
    assert station.told("asked") == 1
    entries = station.get("audit?object=automations/runs")["items"]
    assert {entry["action"] for entry in entries} >= {"automation run", "automation runs.approve run"}


def test_limits_hold_and_a_broken_automation_stands_alone(station: Station) -> None:
    station.toggle()
    wait_until(lambda: len(station.runs("rested")) == 2, "both runs", 30)
    assert [run["reason"] for run in station.runs("rested")] == ["cooling_down", "acts"]
    wait_until(lambda: len(station.runs("limited", "done")) == 2, "the two that may", 30)
    wait_until(lambda: len(station.runs("limited", "skipped")) == 2, "the two that may not", 30)
    assert (station.told("rested"), station.told("limited")) == (1, 2)
    wait_until(lambda: len(station.runs("broken", "failed")) == 2, "the broken one", 60)
    (action,) = station.runs("broken", "failed")[0]["actions"]
    assert (action["type"], action["outcome"]) == ("webhook", "failed")


@dataclass
class Slow:
    """A receiver that writes down each delivery and answers when a test lets it."""

    url: str
    posts: list[str] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def times(self) -> Counter[str]:
        """Return how often each automation posted."""
        return Counter(key.split(":")[0] for key in self.posts)


@pytest.fixture
def slow() -> Iterator[Slow]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            slow.posts.append(self.headers["X-Barograph-Delivery"])
            slow.may_answer.wait(110)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    slow = Slow(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield slow
    slow.may_answer.set()
    server.shutdown()
    thread.join()
    server.server_close()


def make_rules(station: Station, slow: Slow, **rules: dict[str, Any]) -> None:
    """Make rules that post to the slow receiver when the detector stops."""
    when = {"events": ["detector_stopped"], "detector": "subject"}
    for name, more in rules.items():
        then = [{"type": "webhook", "url": slow.url}]
        spec = {"name": name, "when": when, "then": then, "timeout": "2m", **more}
        assert station.post("automations", spec).status_code == 201


def test_an_engine_that_dies_in_the_middle_does_nothing_twice(station: Station, slow: Slow) -> None:
    asking = {"after_crash": "retry", "approval": {"expires": "10m"}}
    make_rules(station, slow, once={"after_crash": "fail"}, again={"after_crash": "retry"}, agreed=asking)
    station.toggle()
    wait_until(lambda: station.runs("agreed", "waiting"), "a run that asks", 30)
    (waiting,) = station.runs("agreed", "waiting")
    assert station.post(f"automations/runs/{waiting['id']}/approve").ok
    wait_until(lambda: len(slow.posts) == 3, "all posts", 30)
    (engine,) = station.engine_pids()
    os.kill(engine, signal.SIGKILL)
    slow.may_answer.set()
    wait_until(lambda: station.runs("once", "failed"), "the run that was cut off", 90)
    wait_until(lambda: station.runs("again", "done"), "the run that is repeated", 60)
    wait_until(lambda: station.runs("agreed", "done"), "the run that somebody agreed to", 60)
    assert [run["reason"] for run in station.runs("once")] == ["cut_off"]
    assert station.runs("agreed")[0]["decided_by"]
    assert slow.times() == {"once": 1, "again": 2, "agreed": 2}
    assert len(set(slow.posts)) == 3, "an attempt says that it is the same as the one before"
    assert (station.told("asked"), station.told("rested")) == (1, 1)


def test_a_second_engine_on_the_same_database_leaves_alone_what_goes_on(
    station: Station, slow: Slow, tmp_path: Path
) -> None:
    make_rules(station, slow, first={"after_crash": "retry"}, other={"after_crash": "fail"})
    station.toggle()
    wait_until(lambda: len(slow.posts) == 2, "both posts", 30)
    shared = {"BAROGRAPH_DATABASE_URL": f"sqlite:///{station.product.folder / 'var' / 'barograph.db'}"}
    shutil.copytree(station.product.folder / "provisioning", tmp_path / "provisioning")
    (tmp_path / "provisioning" / "detectors" / "detectors.yaml").unlink()
    (tmp_path / "provisioning" / "detectors").rmdir()
    # One that was killed is still shown until the supervisor looks again.
    before = set(station.engine_pids())
    with product_running(tmp_path, DETECTORS, shared):
        wait_until(lambda: bool(set(station.engine_pids()) - before), "the second engine", 60)
        metrics = requests.get(f"{station.product.url}/metrics", timeout=10).text
        assert metrics.count("\nbarograph_process_up{") >= 2, "engines of one host are told apart"
        slow.may_answer.set()
        wait_until(lambda: station.runs("first", "done") and station.runs("other", "done"), "both", 30)
    assert slow.times() == {"first": 1, "other": 1}
    wait_until(lambda: set(station.engine_pids()) <= before, "the good-bye of the second engine", 30)


def test_health_names_a_wrong_file_of_automations_and_is_well_again(station: Station) -> None:
    def provisioning() -> Any:
        health = requests.get(f"{station.product.url}/health", timeout=10).json()
        return health["components"]["provisioning"]

    wait_until(lambda: provisioning()["state"] == "ok", "the set being good", 30)
    file = station.product.folder / "provisioning" / "automations" / "more.yaml"
    file.write_text("automations: [{name: more}]\n")
    wait_until(lambda: provisioning()["state"] == "degraded", "the mistake showing", 30)
    assert "more.yaml:1:15" in provisioning()["sentence"]
    assert station.runs("rested"), "what was in force is so still"
    file.unlink()
    wait_until(lambda: provisioning()["state"] == "ok", "the set being good again", 30)
