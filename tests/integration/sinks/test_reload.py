"""Files of sinks change while an alert fires: the same Alertmanager under another name tells nobody again."""

import time
from pathlib import Path
from typing import Any

import requests

from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.gate import gate_before
from tests.servers.product import product_running
from tests.servers.receiver import Receiver
from tests.unit.storage.making import make_anomaly, make_spec, opened, resolved

SINKS = "sinks: [{name: main, type: alertmanager, resend: 1s, urls: ['%s']}]"


def test_sinks_are_taken_up_while_an_alert_fires(tmp_path: Path, receiver: Receiver) -> None:
    file = tmp_path / "provisioning" / "sinks" / "sinks.yaml"
    file.parent.mkdir(parents=True)
    with (
        alertmanager_running(tmp_path / "am", receiver.url) as server,
        gate_before(server.url) as gate,
        product_running(tmp_path, "detectors: []", {"BAROGRAPH_INCIDENT_CALM_SECONDS": "0"}) as product,
    ):
        database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
        stores, now_ms = Stores.over(database, (), ()), int(time.time() * 1000)
        stores.detectors.create("default", make_spec(enabled=False), 1)
        anomaly = make_anomaly(now_ms)
        stores.anomalies.record([opened(anomaly)], now_ms)
        wait_until(lambda: len(ask(product.url, "incidents")) == 1, "the incident")

        file.write_text(SINKS % server.url)
        wait_until(lambda: len(receiver.told()) == 1, "the alert that began before there was a sink")

        file.write_text(SINKS % gate.url)
        wait_until(lambda: gate.passed > 0, "the alert being sent again by the other name")
        wait_until(lambda: ask(product.url, "sinks")[0]["addresses"][0]["url"] == gate.url, "the API")

        file.write_text("sinks: [{name: main, type: alertmanager}]")
        wait_until(lambda: "sinks.yaml:1:" in provisioning(product.url)["sentence"], "the mistake in /health")
        assert provisioning(product.url)["state"] == "degraded"

        stores.anomalies.record([resolved(anomaly, now_ms + 1)], int(time.time() * 1000))
        wait_until(lambda: len(receiver.told()) == 2, "the end, by the sink that stays in force")
        assert [status for status, _ in receiver.told()] == ["firing", "resolved"]
        database.close()


def ask(url: str, what: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = requests.get(f"{url}/api/v1/{what}", timeout=10).json()["items"]
    return items


def provisioning(url: str) -> dict[str, Any]:
    found: dict[str, Any] = requests.get(f"{url}/health", timeout=10).json()["components"]["provisioning"]
    return found
