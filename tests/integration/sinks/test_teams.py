"""A team with a budget of one alert a week: Alertmanager hears of one incident, then of a stranger one."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import requests

from barograph.domain import Labels
from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.product import product_running
from tests.servers.receiver import Receiver
from tests.unit.storage.making import make_anomaly, make_spec, opened, updated

TEAMS = """
teams:
  - {name: shop, match: ['team="shop"'], budget: {alerts: 1, per: 1w}}
"""
SINKS = """
sinks:
  - {name: main, type: alertmanager, urls: ["%s"]}
"""


def test_a_team_hears_as_much_as_is_welcome(tmp_path: Path, receiver: Receiver) -> None:
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        for kind, text in (("sinks", SINKS % server.url), ("teams", TEAMS)):
            (tmp_path / "provisioning" / kind).mkdir(parents=True)
            (tmp_path / "provisioning" / kind / "file.yaml").write_text(text)
        with product_running(tmp_path, "detectors: []") as product:
            database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
            stores = Stores.over(database, (), ("main/1",))
            stores.detectors.create("default", make_spec(enabled=False, labels={"team": "shop"}), 1)
            now_ms = int(time.time() * 1000)
            first, second = (
                replace(make_anomaly(at_ms, service=name), labels=Labels({"service": name}))
                for at_ms, name in ((now_ms - 1_200_000, "cart"), (now_ms, "mail"))
            )
            stores.anomalies.record([opened(first)], now_ms)
            wait_until(lambda: len(receiver.told("incident")) == 1, "the first incident being told")
            stores.anomalies.record([opened(second)], now_ms)
            wait_until(lambda: len(ask(product.url, "incidents")) == 2, "the second incident")
            quiet, loud = ask(product.url, "incidents")
            assert (bool(quiet["held_back"]), loud["held_back"]) == (True, "")
            (row, *_) = ask(product.url, "budgets")
            assert [row["team"], row["state"], row["held_back"]] == ["shop", "spent", 1]
            assert {name for _, name in receiver.told("incident")} == {loud["id"]}
            stores.anomalies.record([updated(second, now_ms + 1000)], now_ms + 1000)
            wait_until(lambda: ("firing", quiet["id"]) in receiver.told("incident"), "what became stranger")
            database.close()


def ask(url: str, what: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = requests.get(f"{url}/api/v1/{what}", timeout=10).json()["items"]
    return items
