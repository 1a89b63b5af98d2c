"""Silences of a real Alertmanager, seen, made and ended through the product."""

import time
from pathlib import Path

import pytest
import requests
from pydantic import TypeAdapter

from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.domain import Anomaly
from barograph.errors import NotFound
from barograph.runtime.sinks import build_silences
from barograph.sinks.silence import Matcher, SilenceOrder
from barograph.sinks.silence_book import SilenceBook
from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.product import product_running
from tests.servers.receiver import Receiver
from tests.unit.storage.making import make_anomaly, make_spec, opened, updated

SINKS = """
sinks:
  - name: main
    type: alertmanager
    urls: ["http://127.0.0.1:9", "{url}"]
    send: [incidents, anomalies]
    external_labels: {{cluster: eu-1}}
"""
ORDER = {"minutes": 60, "comment": "a disk is being replaced"}


def test_an_episode_is_silenced_and_the_silence_ended(tmp_path: Path, receiver: Receiver) -> None:
    (tmp_path / "provisioning" / "sinks").mkdir(parents=True)
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        (tmp_path / "provisioning" / "sinks" / "sinks.yaml").write_text(SINKS.format(url=server.url))
        with product_running(tmp_path, "detectors: []") as product:
            database = Database(f"sqlite:///{tmp_path / 'var' / 'barograph.db'}")
            anomaly = make_anomaly(int(time.time() * 1000), pod="a")
            stores = Stores.over(database, ("main/2",), ("main/2",))
            stores.detectors.create("default", make_spec("latency", enabled=False), 1)
            url = f"{product.url}/api/v1/silences"
            silence_before_the_alert(url, stores, anomaly)
            wait_until(lambda: alerts_of(server.url, "silenced") == ["BarographAnomaly"], "the quiet alert")
            (silence,) = requests.get(f"{url}?fingerprint={anomaly.fingerprint}", timeout=9).json()["items"]
            cluster = {"name": "cluster", "value": "eu-1", "is_regex": False, "is_equal": True}
            assert cluster in silence["matchers"]
            assert (silence["state"], silence["comment"]) == ("active", ORDER["comment"])
            assert ("firing", "a") not in receiver.told("pod")
            assert requests.delete(f"{url}/{silence['id']}", timeout=9).status_code == 204
            page = requests.get(f"{url}?state=expired", timeout=9).json()
            assert [one["id"] for one in page["items"]] == [silence["id"]]
            assert "127.0.0.1:9/" in page["unreachable"][0]
            wait_until(lambda: ("firing", "a") in receiver.told("pod"), "people being told")
            (incident,) = incidents_of(product.url)
            (made,) = requests.post(url, json={**ORDER, "incident": incident}, timeout=9).json()["items"]
            (series,) = (one["value"] for one in made["matchers"] if one["name"] == "series")
            assert "incident" not in {one["name"] for one in made["matchers"]}, "or a new one would be loud"
            wanted = {"filter": f"series={series}"}
            (known,) = requests.get(f"{server.url}/api/v2/silences", params=wanted, timeout=9).json()
            assert (known["id"], known["status"]["state"]) == (made["id"], "active")
            database.close()


def test_a_tenant_silences_and_sees_its_own_alerts_only(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        book = book_of(server.url, stores)
        order = SilenceOrder(now := int(time.time() * 1000), now + 3_600_000, "Ada", "disk")
        every_detector = Matcher("detector", ".+", is_regex=True)
        (theirs,) = book.silence("org-7", [every_detector], order)
        assert theirs.matchers == (every_detector, Matcher("tenant", "org-7"))
        (shared,) = book.silence("default", [every_detector], order)
        assert shared.matchers == (every_detector,)
        seen = {name: {one.id for one in book.of_tenant(name)[0]} for name in ("default", "org-7", "org-8")}
        assert seen == {"default": {theirs.id, shared.id}, "org-7": {theirs.id}, "org-8": set()}
        for tenant, silence in (("org-7", shared), ("org-8", theirs)):
            with pytest.raises(NotFound):
                book.expire(tenant, silence.id)
        book.expire("org-7", theirs.id)
        states = {one.id: one.state for one in book.of_tenant("default")[0]}
        assert states == {theirs.id: "expired", shared.id: "active"}


def book_of(url: str, stores: Stores) -> SilenceBook:
    """Return the silences of one Alertmanager."""
    spec = TypeAdapter[SinkSpec](SinkSpec).validate_python(
        {"name": "main", "type": "alertmanager", "urls": [url]}
    )
    return build_silences(lambda: (spec,), Settings(), stores)


def silence_before_the_alert(url: str, stores: Stores, anomaly: Anomaly) -> None:
    """Silence an episode whose alert no sink has seen yet."""
    Stores.over(stores.database, (), ()).anomalies.record([opened(anomaly)], 1)
    made = requests.post(url, json={**ORDER, "fingerprint": anomaly.fingerprint}, timeout=9)
    assert made.status_code == 201, made.text
    stores.anomalies.record([updated(anomaly, anomaly.updated_ms + 1)], 1)


def alerts_of(url: str, state: str) -> list[str]:
    """Return the names of the alerts that an Alertmanager keeps quiet."""
    found = requests.get(f"{url}/api/v2/alerts", params={state: "true", "active": "false"}, timeout=5).json()
    return [alert["labels"]["alertname"] for alert in found]


def incidents_of(url: str) -> list[str]:
    """Return the ids of the incidents that the product made of the anomaly."""
    wait_until(lambda: requests.get(f"{url}/api/v1/incidents", timeout=9).json()["items"], "an incident")
    return [one["id"] for one in requests.get(f"{url}/api/v1/incidents", timeout=9).json()["items"]]
