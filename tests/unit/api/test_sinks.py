from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores
from barograph.storage.dead_letters import DeadLetters
from tests.unit.api.conftest import Engine, engine_beat
from tests.unit.storage.making import make_anomaly, opened

MAIN = {"name": "main", "type": "alertmanager", "urls": ["http://one:9093", "http://two:9093"]}
HOOK = {"name": "hook", "type": "webhook", "urls": ["http://hook:8080"], "send": ["anomalies"]}


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(sinks=[MAIN, HOOK]).test_client()


def refuse(stores: Stores, *queues: str) -> None:
    """Leave one dead letter in each queue."""
    Stores.over(stores.database, queues).anomalies.record([opened(make_anomaly())], 1)
    for queue in queues:
        stores.outbox.mark_dead([item.id for item in stores.outbox.claim(queue, 1, 0)], "422: no")


def test_sinks_are_listed_with_the_state_of_each_queue(client: FlaskClient, stores: Stores) -> None:
    refuse(stores, "main/2")
    Stores.over(stores.database, ("hook/1",)).anomalies.record([opened(make_anomaly(7))], 1)
    report = {"failures_in_a_row": 3, "last_error": "away", "last_delivered_ms": 5, "dropped": 2}
    beat = engine_beat()
    stores.processes.beat(replace(beat, detail={**beat.detail, "sinks": {"hook/1": report}}))
    main, hook = client.get("/api/v1/sinks").json["items"]
    assert (main["type"], main["send"]) == ("alertmanager", ["incidents"])
    assert [(one["queue"], one["url"], one["dead"]) for one in main["addresses"]] == [
        ("main/1", "http://one:9093", 0),
        ("main/2", "http://two:9093", 1),
    ]
    assert hook["addresses"] == [
        {"queue": "hook/1", "url": "http://hook:8080", "pending": 1, "dead": 0, **report}
    ]


def test_dead_letters_are_shown_and_sent_again(client: FlaskClient, stores: Stores) -> None:
    refuse(stores, "main/1", "hook/1")
    items = client.get("/api/v1/sinks/dead-letters").json["items"]
    assert [item["sink"] for item in items] == ["hook", "main"]
    assert items[0] == {
        "id": items[0]["id"],
        "sink": "hook",
        "queue": "hook/1",
        "subject": make_anomaly().fingerprint,
        "kind": "opened",
        "reason": "422: no",
        "at_ms": 1,
        "summary": "latency is 9, expected 2",
    }
    assert client.get("/api/v1/sinks/dead-letters?sink=main").json["items"] == items[1:]
    replay = "/api/v1/sinks/dead-letters/replay"
    assert client.post(replay, json={"ids": [items[0]["id"]]}).json == {"replayed": 1}
    assert stores.outbox.counts() == {"hook/1": (1, 0), "main/1": (0, 1)}
    assert client.post(replay, json={"sink": "hook"}).json == {"replayed": 0}
    assert client.post(replay, json={}).json == {"replayed": 1}


def test_dead_letters_of_other_tenants_stay_theirs(stores: Stores) -> None:
    refuse(stores, "main/1")
    letters = DeadLetters(stores.database)
    assert letters.page("other").items == ()
    assert letters.replay("other", 5) == 0


def test_a_test_message_is_sent_by_the_engine(client: FlaskClient, engine: Engine) -> None:
    assert client.post("/api/v1/sinks/main/test").status_code == 200
    assert engine.requests[0]["sink"] == "main"
    engine.is_away = True
    slow = client.post("/api/v1/sinks/main/test")
    assert (slow.status_code, slow.json["kind"]) == (202, "sink_test")
    assert client.post("/api/v1/sinks/gone/test").status_code == 404


def test_who_may_only_read_changes_nothing(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    headers = key_of(Role.VIEWER)
    assert client.get("/api/v1/sinks", headers=headers).status_code == 200
    for path in ("main/test", "dead-letters/replay"):
        assert client.post(f"/api/v1/sinks/{path}", json={}, headers=headers).status_code == 403


def test_only_who_runs_the_installation_sees_whole_addresses(
    make_app: Callable[..., Flask], key_of: Callable[..., dict[str, str]]
) -> None:
    client = make_app(sinks=[{**HOOK, "urls": ["http://hook:8080/services/k3y"]}]).test_client()

    def seen_by(role: Role, tenant: str = "default") -> str:
        sinks = client.get("/api/v1/sinks", headers=key_of(role, tenant)).json["items"]
        return str(sinks[0]["addresses"][0]["url"])

    assert seen_by(Role.ADMIN) == "http://hook:8080/services/k3y"
    assert {seen_by(Role.EDITOR), seen_by(Role.VIEWER), seen_by(Role.ADMIN, "org-7")} == {
        "http://hook:8080/…"
    }
