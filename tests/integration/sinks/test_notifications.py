"""A real Alertmanager tells Barograph whom it told of Barograph's own alerts."""

import time
from pathlib import Path
from typing import Any

import requests

from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import free_port, wait_until
from tests.servers.product import product_running
from tests.unit.storage.making import make_anomaly, make_spec, opened

SINKS = """
sinks:
  - {{name: main, type: alertmanager, urls: ["{url}"], send: [incidents, anomalies]}}
"""


def test_an_incident_shows_who_was_told(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "provisioning" / "sinks").mkdir(parents=True)
    address = f"http://127.0.0.1:{port}/api/v1/receivers/alertmanager"
    with alertmanager_running(tmp_path / "am", address) as server:
        (tmp_path / "provisioning" / "sinks" / "sinks.yaml").write_text(SINKS.format(url=server.url))
        with product_running(tmp_path, "detectors: []", port=port) as product:
            database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
            stores = Stores.over(database, ("main/1",), ("main/1",))
            stores.detectors.create("default", make_spec("latency", enabled=False), 1)
            anomaly = make_anomaly(int(time.time() * 1000), pod="a")
            stores.anomalies.record([opened(anomaly)], int(time.time() * 1000))
            database.close()

            def told(query: str) -> list[dict[str, Any]]:
                page = requests.get(f"{product.url}/api/v1/notifications?{query}", timeout=9).json()
                found: list[dict[str, Any]] = page["items"]
                return found

            wait_until(lambda: len(told("")) == 2, "both alerts coming back")
            (of_anomaly,) = told(f"fingerprint={anomaly.fingerprint}")
            assert (of_anomaly["receiver"], of_anomaly["status"]) == ("test", "firing")
            assert abs(of_anomaly["started_ms"] - anomaly.started_ms) < 1000
            (incident,) = {one["incident_id"] for one in told("")} - {None}
            assert len(told(f"incident={incident}")) == 2
