from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores
from barograph.storage.notifications import NotifiedEpisode
from tests.unit.api.conftest import Clock
from tests.unit.sinks.making import make_incident

URL = "/api/v1/receivers/alertmanager"
START, END = "2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z"
START_MS, END_MS = 1_767_323_045_000, 1_767_326_645_000
OURS = {"alertname": "BarographAnomaly", "detector": "latency"}
THEIRS = {"alertname": "HighLatency", "team": "shop"}


def alert(labels: dict[str, str], end: str = "0001-01-01T00:00:00Z", **more: Any) -> dict[str, Any]:
    status = "firing" if end.startswith("0001") else "resolved"
    return {
        "status": status,
        "labels": labels,
        "annotations": {"summary": "slow"},
        "startsAt": START,
        "endsAt": end,
        "generatorURL": "",
        "fingerprint": "f" + str(len(labels)),
        **more,
    }


def payload(*alerts: dict[str, Any], receiver: str = "pagerduty") -> dict[str, Any]:
    """Return what Alertmanager posts, with fields that we do not read."""
    return {
        "version": "4",
        "groupKey": "{}:{}",
        "receiver": receiver,
        "alerts": list(alerts),
        "externalURL": "x",
    }


def test_who_was_told_is_kept_and_tied_to_the_anomaly(client: FlaskClient, clock: Clock) -> None:
    link = "https://barograph/?detector=latency&anomaly=abc123"
    told = client.post(URL, json=payload(alert(OURS, generatorURL=link), alert(THEIRS)))
    assert (told.status_code, told.json) == (200, {"stored": 2})
    theirs, ours = client.get("/api/v1/notifications").json["items"]
    assert (theirs["fingerprint"], theirs["name"], theirs["ended_ms"]) == (None, "HighLatency", None)
    assert client.get("/api/v1/notifications?fingerprint=abc123").json["items"] == [ours]
    assert ours == {
        "id": ours["id"],
        "at_ms": int(clock.now * 1000),
        "receiver": "pagerduty",
        "status": "firing",
        "name": "BarographAnomaly",
        "labels": OURS,
        "summary": "slow",
        "started_ms": START_MS,
        "ended_ms": None,
        "fingerprint": "abc123",
        "incident_id": None,
    }


def test_an_incident_shows_who_was_told_of_it_and_of_its_anomalies(
    client: FlaskClient, stores: Stores, clock: Clock
) -> None:
    change = make_incident("abc123")
    stores.incidents.record([replace(change, incident=replace(change.incident, id="c0ffee"))], 1)
    link = "https://barograph/?anomaly=abc123"
    incident = {"alertname": "BarographIncident", "incident": "c0ffee"}
    client.post(URL, json=payload(alert(OURS, generatorURL=link), alert(incident), alert(THEIRS)))
    items = client.get("/api/v1/notifications?incident=c0ffee").json["items"]
    assert [item["name"] for item in items] == ["BarographIncident", "BarographAnomaly"]
    clock.sleep(10)
    later = int(clock.now * 1000)
    assert client.get(f"/api/v1/notifications?incident=c0ffee&from_ms={later}").json["items"] == []
    assert client.get("/api/v1/notifications?incident=dead").status_code == 404


def test_the_history_of_others_can_be_read_as_episodes(client: FlaskClient, stores: Stores) -> None:
    client.post(URL, json=payload(alert(THEIRS), alert({"alertname": "Open"}), alert(OURS)))
    client.post(URL, json=payload(alert(THEIRS), receiver="slack"))
    client.post(URL, json=payload(alert(THEIRS, end=END)))
    ended = NotifiedEpisode("HighLatency", THEIRS, START_MS, END_MS)
    going_on = NotifiedEpisode("Open", {"alertname": "Open"}, START_MS, None)
    episodes = stores.notifications.episodes
    assert episodes("default", START_MS + 1, END_MS) == (ended, going_on)
    assert episodes("default", END_MS + 1, END_MS + 2) == (going_on,)
    assert episodes("default", 0, START_MS - 1) == ()
    assert episodes("other", 0, END_MS) == ()
    assert stores.notifications.forget_before(2**50) == 5


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"version": "3", "alerts": []},
        {"alerts": [{"status": "odd"}]},
        payload(alert(OURS, startsAt="soon")),
    ],
)
def test_what_is_no_notification_is_refused(client: FlaskClient, body: dict[str, Any]) -> None:
    assert client.post(URL, json=body).status_code == 422


def test_a_link_that_is_none_ties_to_nothing(client: FlaskClient) -> None:
    client.post(URL, json=payload(alert(OURS, generatorURL="http://[")))
    assert client.get("/api/v1/notifications").json["items"][0]["fingerprint"] is None


def test_a_viewer_reads_and_does_not_write(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    headers = key_of(Role.VIEWER)
    assert client.post(URL, json=payload(), headers=headers).status_code == 403
    assert client.get("/api/v1/notifications", headers=headers).status_code == 200
