"""From an anomaly over its incident and a rule to an alert that a real Alertmanager keeps quiet."""

import time
from pathlib import Path
from typing import Any

import requests

from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.product import product_running
from tests.servers.receiver import receiver_running
from tests.unit.storage.making import make_anomaly, make_spec, opened

SINKS = """
sinks:
  - name: main
    type: alertmanager
    urls: ["{url}"]
"""
RULES = """
automations:
  - name: hush
    when: {events: [incident_opened], labels: ['route="/cart"']}
    then:
      - {type: raise_severity, to: critical}
      - {type: silence, duration: 2h, comment: the cart is being moved}
"""


def test_a_rule_silences_the_incident_of_an_anomaly(tmp_path: Path) -> None:
    with receiver_running() as receiver, alertmanager_running(tmp_path / "am", receiver.url) as server:
        write(tmp_path, "sinks", SINKS.format(url=server.url))
        write(tmp_path, "automations", RULES)
        with product_running(tmp_path, "detectors: []") as product:
            rules = f"{product.url}/api/v1/automations"
            wait_until(lambda: len(ask(rules)) == 1, "the rule")
            open_anomaly(tmp_path)
            wait_until(lambda: [run["state"] for run in ask(f"{rules}/runs")] == ["done"], "the run")
            (incident,) = ask(f"{product.url}/api/v1/incidents")
            wait_until(lambda: quiet_at(server.url) == {incident["id"]}, "the alert being silenced")
            (silence,) = ask(f"{product.url}/api/v1/silences?incident={incident['id']}")
    assert (incident["severity"], silence["comment"]) == ("critical", "the cart is being moved")
    assert silence["created_by"] == "automation:hush"


def write(folder: Path, kind: str, text: str) -> None:
    (folder / "provisioning" / kind).mkdir(parents=True)
    (folder / "provisioning" / kind / f"{kind}.yaml").write_text(text)


def open_anomaly(folder: Path) -> None:
    """Let an anomaly open as a detector would."""
    database = Database(f"sqlite:///{folder / 'var' / 'barograph.db'}")
    stores = Stores.over(database, ("main/1",), ("main/1",))
    stores.detectors.create("default", make_spec(enabled=False), 1)
    now_ms = int(time.time() * 1000)
    stores.anomalies.record([opened(make_anomaly(now_ms))], now_ms)
    database.close()


def ask(url: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = requests.get(url, timeout=10).json()["items"]
    return items


def quiet_at(url: str) -> set[str]:
    """Return the incidents whose alerts an Alertmanager keeps quiet."""
    alerts = requests.get(f"{url}/api/v2/alerts", timeout=5).json()
    return {alert["labels"]["incident"] for alert in alerts if alert["status"]["state"] == "suppressed"}
