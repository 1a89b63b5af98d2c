"""Episodes as annotations: of a double, and of a real Grafana where GRAFANA_URL says where one runs."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from barograph.domain import Anomaly
from barograph.sinks.dispatch import Courier
from barograph.storage import Stores
from tests.servers.grafana import Grafana, grafana_running
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved, updated

STARTED = int(time.time() * 1000) - 60_000
double_only = pytest.mark.skipif("GRAFANA_URL" in os.environ, reason="the real one has no such faults")


@pytest.fixture
def grafana() -> Iterator[Grafana]:
    with grafana_running() as running:
        yield running


@pytest.fixture
def anomaly() -> Anomaly:
    """An episode that no other run has shown to the same Grafana."""
    return make_anomaly(int(time.time() * 1000) - 60_000, pod=f"pod-{time.time_ns()}", team="shop")


def courier_to(grafana: Grafana, stores: Stores, **more: Any) -> Courier:
    sink = make_sink(stores, grafana.url, type="grafana_annotations", auth=grafana.auth, **more)
    return Courier(sink, stores.outbox)


def carry(courier: Courier, now_ms: int) -> None:
    while courier.run_once(now_ms):
        pass


def test_an_episode_becomes_a_region_that_ends_with_it(
    grafana: Grafana, stores: Stores, anomaly: Anomaly
) -> None:
    courier, tag = courier_to(grafana, stores, tags=["env:prod"]), f"fingerprint:{anomaly.fingerprint}"
    stores.anomalies.record([opened(anomaly)], STARTED)
    carry(courier, STARTED)
    (open_one,) = grafana.annotations(tag)
    assert open_one["time"] == open_one["timeEnd"] == anomaly.started_ms
    assert {"barograph", "env:prod", "team:shop", "severity:warning"} <= set(open_one["tags"])
    assert "latency is 9, expected 2" in open_one["text"]
    stores.anomalies.record([updated(anomaly, anomaly.started_ms + 1)], STARTED + 1)
    stores.anomalies.record([resolved(anomaly, anomaly.started_ms + 30_000)], STARTED + 2)
    carry(courier, STARTED + 1000)
    (region,) = grafana.annotations(tag)
    assert (region["time"], region["timeEnd"]) == (anomaly.started_ms, anomaly.started_ms + 30_000)
    assert region["id"] == open_one["id"]
    assert courier.to_json()["delivered"] == 3


def test_a_restart_finds_the_annotation_again(grafana: Grafana, stores: Stores, anomaly: Anomaly) -> None:
    stores.anomalies.record([opened(anomaly)], STARTED)
    carry(courier_to(grafana, stores), STARTED)
    stores.anomalies.record([resolved(anomaly, anomaly.started_ms + 5000)], STARTED + 1)
    carry(courier_to(grafana, stores), STARTED + 1000)
    (region,) = grafana.annotations(f"fingerprint:{anomaly.fingerprint}")
    assert region["timeEnd"] == anomaly.started_ms + 5000


def test_what_people_removed_comes_back_whole_at_the_end(
    grafana: Grafana, stores: Stores, anomaly: Anomaly
) -> None:
    courier, tag = courier_to(grafana, stores), f"fingerprint:{anomaly.fingerprint}"
    stores.anomalies.record([opened(anomaly)], STARTED)
    carry(courier, STARTED)
    grafana.remove(grafana.annotations(tag)[0]["id"])
    stores.anomalies.record([resolved(anomaly, anomaly.started_ms + 5000)], STARTED + 1)
    carry(courier, STARTED + 1000)
    (region,) = grafana.annotations(tag)
    assert (region["time"], region["timeEnd"]) == (anomaly.started_ms, anomaly.started_ms + 5000)


@double_only
def test_an_answer_that_gets_lost_makes_no_double(grafana: Grafana, stores: Stores, anomaly: Anomaly) -> None:
    courier = courier_to(grafana, stores)
    stores.anomalies.record([opened(anomaly)], STARTED)
    grafana.lost = 1
    carry(courier, STARTED)
    assert courier.to_json()["retry"] == 1
    carry(courier, STARTED + 2000)
    assert len(grafana.annotations(f"fingerprint:{anomaly.fingerprint}")) == 1


@double_only
def test_of_two_that_replicas_made_at_once_the_older_stays(
    grafana: Grafana, stores: Stores, anomaly: Anomaly
) -> None:
    courier, tag = courier_to(grafana, stores), f"fingerprint:{anomaly.fingerprint}"
    stores.anomalies.record([opened(anomaly)], STARTED)
    carry(courier, STARTED)
    grafana.kept[99] = {**grafana.kept[1], "id": 99}
    stores.anomalies.record([resolved(anomaly, anomaly.started_ms + 5000)], STARTED + 1)
    carry(courier_to(grafana, stores), STARTED + 1000)
    assert [one["id"] for one in grafana.annotations(tag)] == [1]


def test_wrong_credentials_wait_until_they_are_mended(
    grafana: Grafana, stores: Stores, anomaly: Anomaly
) -> None:
    wrong = Grafana(grafana.url, {"bearer_token": "wrong"})
    stores.anomalies.record([opened(anomaly)], STARTED)
    courier = courier_to(wrong, stores)
    carry(courier, STARTED)
    assert (courier.to_json()["retry"], courier.to_json()["pending"]) == (1, 1)
    assert "401" in str(courier.to_json()["last_error"])
