"""The whole product tells a receiver what happened, also after its engine was killed."""

import os
import signal
import time
from pathlib import Path

import requests

from barograph.storage import Database, Stores
from tests.servers.base import wait_until
from tests.servers.product import product_running
from tests.servers.receiver import Receiver
from tests.unit.storage.making import make_anomaly, opened

SINKS = """
sinks:
  - {{name: hook, type: webhook, urls: ["{url}"], send: [incidents, anomalies]}}
"""
NAMES = ["BarographAnomaly", "BarographIncident"]


def health_of(url: str) -> dict[str, str]:
    health: dict[str, str] = requests.get(f"{url}/health", timeout=5).json()["components"]["sinks"]
    return health


def test_a_killed_engine_still_tells_of_the_start_and_the_end_once(
    tmp_path: Path, receiver: Receiver
) -> None:
    (tmp_path / "provisioning" / "sinks").mkdir(parents=True)
    (tmp_path / "provisioning" / "sinks" / "sinks.yaml").write_text(SINKS.format(url=receiver.url))
    at_once = {"BAROGRAPH_INCIDENT_CALM_SECONDS": "0"}
    with product_running(tmp_path, "detectors: []", at_once) as server:
        database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
        stores = Stores.over(database, ("hook/1",), ("hook/1",))
        wait_until(lambda: health_of(server.url)["state"] == "ok", "the sink being ready")
        (engine,) = [beat for beat in stores.processes.all() if beat.kind == "engine"]
        os.kill(engine.pid, signal.SIGKILL)
        # No detector of this name exists, so the next engine ends the episode.
        stores.anomalies.record([opened(make_anomaly(int(time.time() * 1000)))], int(time.time() * 1000))
        wait_until(lambda: len(receiver.deliveries) == 4, "all four messages")
        database.close()
        wait_until(lambda: "barograph_sink_messages_total" in metrics_of(server.url), "the metrics")
    told = receiver.told("alertname")
    for wanted in NAMES:
        assert [status for status, name in told if name == wanted] == ["firing", "resolved"]


def metrics_of(url: str) -> str:
    return requests.get(f"{url}/metrics", timeout=5).text
