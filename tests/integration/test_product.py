"""The first way through the house: real Prometheus, engine, database, event, WebSocket."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
import websocket

from tests.servers.base import RunningServer, wait_until
from tests.servers.product import product_running
from tests.servers.prometheus import prometheus_running

DETECTORS = """\
apiVersion: 1
detectors:
  - name: pressure
    title: Pressure
    query: {expression: pressure_pascals, step: 1s, offset: 1s}
    algorithm: {name: zscore, parameters: {window: 20}}
    schedule: {history: 1m, train_every: 1h}
    policy: {recover_points: 2, min_deviation: 50}
"""


class Target:
    """A scrape target whose value a test turns."""

    def __init__(self) -> None:
        self.value = 100.0
        self._calls = 0
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                target._calls += 1
                wobble = (target._calls * 7919 % 13) / 13
                body = f"# TYPE pressure_pascals gauge\npressure_pascals {target.value + wobble}\n".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Keep the tests' output clean."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_port}"


@dataclass
class Station:
    """Target, Prometheus and product, all running."""

    target: Target
    product: RunningServer

    def get(self, path: str) -> Any:
        return requests.get(f"{self.product.url}{path}", timeout=10).json()

    def live(self) -> websocket.WebSocket:
        url = f"{self.product.url.replace('http', 'ws')}/api/v1/live"
        client = websocket.create_connection(url, subprotocols=["barograph.v1"], timeout=30)
        client.send(json.dumps({"type": "subscribe", "topics": ["anomalies"], "resume_from": 0}))
        # Only a server that has read everything can close in order.
        while json.loads(client.recv())["type"] != "subscribed":
            pass
        return client

    def is_running(self) -> bool:
        return bool(self.get("/api/v1/detectors/pressure/health")["state"] == "running")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    target = Target()
    thread = threading.Thread(target=target.server.serve_forever)
    thread.start()
    folders = [tmp_path_factory.mktemp(name) for name in ("prometheus", "product")]
    try:
        with prometheus_running(folders[0], targets=[target.address]) as prometheus:
            settings = {"BAROGRAPH_PROMETHEUS_URL": prometheus.url}
            with product_running(folders[1], DETECTORS, settings) as product:
                yield Station(target, product)
    finally:
        target.server.shutdown()
        thread.join()
        target.server.server_close()


def wait_for_event(client: websocket.WebSocket, kind: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        message: dict[str, Any] = json.loads(client.recv())
        if message.get("event") == kind:
            return message
    raise AssertionError(f"no {kind} came")


def test_a_jump_at_prometheus_reaches_a_websocket_as_an_anomaly(station: Station) -> None:
    wait_until(station.is_running, "the first training and tick", 90)
    client = station.live()
    station.target.value = 900.0
    opened = wait_for_event(client, "anomaly_detected")
    assert opened["detector_id"] == "pressure"
    assert "Pressure" in opened["payload"]["anomaly"]["evidence"]["sentence"]
    station.target.value = 100.0
    resolved = wait_for_event(client, "anomaly_resolved")
    fingerprint = resolved["payload"]["anomaly"]["fingerprint"]
    assert fingerprint == opened["payload"]["anomaly"]["fingerprint"]
    assert station.get(f"/api/v1/anomalies/{fingerprint}")["state"] == "resolved"
    client.shutdown()


def test_the_series_is_replayed_with_its_band(station: Station) -> None:
    wait_until(station.is_running, "the first training and tick", 90)
    now_ms = int(time.time() * 1000)
    answer = station.get(
        f"/api/v1/detectors/pressure/series?start_ms={now_ms - 20_000}&end_ms={now_ms - 2000}"
    )
    (series,) = answer["series"]
    assert len(answer["timestamps_ms"]) == len(series["value"]) >= 17
    assert all(
        low <= high for low, high in zip(series["lower"], series["upper"], strict=True) if low is not None
    )


def test_a_killed_engine_comes_back_and_health_shows_it(station: Station) -> None:
    wait_until(station.is_running, "the first training and tick", 90)
    before = engine_beat(station)
    os.kill(before["pid"], signal.SIGKILL)
    wait_until(lambda: engine_beat(station)["pid"] != before["pid"], "the engine coming back", 60)
    # An engine that starts slowly is heard before the supervisor has forgotten the dead one.
    wait_until(lambda: "engine came back" in processes_of(station), "health saying so", 30)
    evaluated = station.get("/api/v1/detectors/pressure/status")["evaluated_to_ms"]
    wait_until(
        lambda: station.get("/api/v1/detectors/pressure/status")["evaluated_to_ms"] > evaluated,
        "ticks going on",
        60,
    )


def processes_of(station: Station) -> str:
    return str(station.get("/health")["components"]["processes"]["sentence"])


def engine_beat(station: Station) -> dict[str, Any]:
    beats = station.get("/api/v1/deployment")["processes"]
    return max((beat for beat in beats if beat["kind"] == "engine"), key=lambda beat: int(beat["beat_ms"]))


def test_a_bad_file_keeps_the_old_set_and_shows_in_health(station: Station) -> None:
    file = station.product.folder / "provisioning" / "detectors" / "more.yaml"
    file.write_text("detectors: [{name: more}]\n")

    def provisioning() -> Any:
        return station.get("/health")["components"]["provisioning"]

    wait_until(lambda: provisioning()["state"] == "degraded", "the mistake showing", 30)
    assert "more.yaml:1:13" in provisioning()["sentence"]
    assert [item["id"] for item in station.get("/api/v1/detectors")["items"]] == ["pressure"]
    file.unlink()
    wait_until(lambda: provisioning()["state"] == "ok", "the set being good again", 30)


def test_sigterm_ends_everything_quickly_with_open_websockets(station: Station) -> None:
    clients = [station.live() for _ in range(3)]
    began = time.monotonic()
    station.product.process.send_signal(signal.SIGTERM)
    station.product.process.wait(timeout=30)
    took = time.monotonic() - began
    assert station.product.process.returncode == 0
    # The promise is 5 s; a machine that runs other tests at the same time may need longer.
    assert took < 15
    assert all(is_closed_in_order(client) for client in clients)


def is_closed_in_order(client: websocket.WebSocket) -> bool:
    client.settimeout(5)
    try:
        while True:
            code, _ = client.recv_data()
            if code == websocket.ABNF.OPCODE_CLOSE:
                return True
    except websocket.WebSocketConnectionClosedException:
        return False
    finally:
        client.shutdown()
