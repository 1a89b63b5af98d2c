from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.config.detector import DetectorSpec
from barograph.errors import ValidationFailed
from barograph.security import Role
from barograph.storage import Cursor, Stores
from tests.unit.api.conftest import collection_of, engine_beat
from tests.unit.storage.making import make_spec

URL = "/api/v1/detectors"


def spec(name: str = "latency", **more: object) -> dict[str, object]:
    return {"name": name, "query": {"expression": "up"}, **more}


def test_several_are_stopped_at_once_and_one_that_is_refused_says_why(
    client: FlaskClient, stores: Stores
) -> None:
    for name in ("a", "b"):
        stores.detectors.create("default", make_spec(name), now_ms=1)
    stores.detectors.provision("default", {"f.yaml": (make_spec("c"),)}, 1)
    answer = client.post(f"{URL}/stop", json={"ids": ["a", "b", "c", "gone"]})
    told = [(one["id"], one["code"]) for one in answer.json["items"]]
    assert told == [("a", None), ("b", None), ("c", "read_only"), ("gone", "not_found")]
    assert [client.get(f"{URL}/{name}").json["spec"]["enabled"] for name in "abc"] == [False, False, True]
    entries = client.get("/api/v1/audit").json["items"]
    assert [(entry["object"], entry["subject"]["id"]) for entry in entries] == [
        ("detectors/stop", "b"),
        ("detectors/stop", "a"),
    ]
    client.post(f"{URL}/start", json={"ids": ["a"]})
    assert client.get(f"{URL}/a").json["spec"]["enabled"]


def test_a_detector_is_made_read_changed_and_removed(client: FlaskClient) -> None:
    made = client.post(URL, json=spec(title="Latency"))
    assert (made.status_code, made.headers["Location"]) == (201, f"{URL}/latency")
    read = client.get(f"{URL}/latency")
    assert read.json == made.json
    assert read.json["health"]["state"] == "pending"
    changed = client.put(f"{URL}/latency", json=read.json["spec"] | {"title": "Slow"})
    assert (changed.json["spec"]["title"], changed.json["revision"]) == ("Slow", 2)
    assert client.delete(f"{URL}/latency").status_code == 204
    assert client.get(f"{URL}/latency").status_code == 404


def test_if_match_guards_against_lost_updates(client: FlaskClient) -> None:
    etag = client.post(URL, json=spec()).headers["ETag"]
    first = client.put(f"{URL}/latency", json=spec(title="Mine"), headers={"If-Match": etag})
    assert first.status_code == 200
    second = client.put(f"{URL}/latency", json=spec(title="Yours"), headers={"If-Match": etag})
    assert (second.status_code, second.json["code"]) == (412, "precondition_failed")
    assert client.delete(f"{URL}/latency", headers={"If-Match": etag}).status_code == 412
    assert client.delete(f"{URL}/latency", headers={"If-Match": first.headers["ETag"]}).status_code == 204


def test_an_etag_survives_compression(client: FlaskClient) -> None:
    client.post(URL, json=spec(description="long " * 500))
    packed = client.get(f"{URL}/latency", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    answer = client.put(f"{URL}/latency", json=spec(), headers={"If-Match": packed.headers["ETag"]})
    assert answer.status_code == 200
    wrong = client.put(f"{URL}/latency", json=spec(), headers={"If-Match": "three"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "validation_failed")


def test_a_name_can_not_change(client: FlaskClient) -> None:
    client.post(URL, json=spec())
    answer = client.put(f"{URL}/latency", json=spec("other"))
    assert answer.json["detail"]["fields"] == [{"field": "name", "message": "must be 'latency'"}]


def test_starting_stopping_status_and_health(client: FlaskClient, stores: Stores) -> None:
    client.post(URL, json=spec())
    assert client.post(f"{URL}/latency/stop").json["health"]["state"] == "stopped"
    assert client.get(f"{URL}/latency/health").json["sentence"] == "Stopped: it is not enabled."
    assert client.post(f"{URL}/latency/start").json["spec"]["enabled"] is True
    before = client.get(f"{URL}/latency/status").json
    assert (before["is_enabled"], before["evaluated_to_ms"], before["lag_seconds"]) == (True, None, None)
    stores.cursors.set_back(Cursor("default", "latency", 1_699_999_990_000, 1, 7, 0.5))
    after = client.get(f"{URL}/latency/status").json
    assert (after["lag_seconds"], after["series_count"], after["tick_seconds"]) == (10.0, 7, 0.5)
    assert after["collection"] is None


def test_the_status_tells_how_collecting_goes(client: FlaskClient, stores: Stores) -> None:
    made = client.post(URL, json=spec()).json["spec"]["query"]
    stores.processes.beat(engine_beat(collection_of(made["source"], made["expression"], points=7)))
    collection = client.get(f"{URL}/latency/status").json["collection"]
    assert (collection["points"], collection["last_error_code"]) == (7, None)


def test_provisioned_detectors_are_read_only_but_can_be_looked_at_now(
    client: FlaskClient, stores: Stores
) -> None:
    provisioned = DetectorSpec.model_validate(spec())
    stores.detectors.provision("default", {"shop.yaml": (provisioned,)}, now_ms=1)
    for answer in (
        client.put(f"{URL}/latency", json=spec(title="x")),
        client.delete(f"{URL}/latency"),
        client.post(f"{URL}/latency/stop"),
    ):
        assert (answer.status_code, answer.json["code"]) == (409, "read_only")
        assert "shop.yaml" in answer.json["message"]
    assert client.post(f"{URL}/latency/detect").status_code == 200


def test_detecting_now_answers_with_the_job(client: FlaskClient, engine: Any) -> None:
    client.post(URL, json=spec())
    answer = client.post(f"{URL}/latency/detect")
    assert (answer.status_code, answer.json["result"]) == (200, {"series": 3, "anomalies": 0})
    assert engine.done == ["latency"]
    engine.is_away = True
    later = client.post(f"{URL}/latency/detect")
    assert (later.status_code, later.json["state"]) == (202, "queued")
    engine.is_away = False
    engine.nudge()
    assert client.get(later.headers["Location"]).json["state"] == "done"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["a", "b", "c"]),
        ("?sort=-name", ["c", "b", "a"]),
        ("?label=team=shop", ["a", "b"]),
        ("?label=team=shop&label=tier=1", ["b"]),
        ("?source=loki", ["c"]),
        ("?algorithm=zscore", ["a"]),
        ("?state=stopped", ["c"]),
        ("?text=TITLE", ["b"]),
        ("?text='%20OR%201=1%20--", []),
    ],
)
def test_filters_and_orders(client: FlaskClient, query: str, names: list[str]) -> None:
    client.post(URL, json=spec("a", labels={"team": "shop"}, algorithm={"name": "zscore"}))
    client.post(URL, json=spec("b", labels={"team": "shop", "tier": "1"}, title="A title"))
    client.post(URL, json=spec("c", query={"source": "loki", "expression": "x"}, enabled=False))
    assert [item["id"] for item in client.get(URL + query).json["items"]] == names


def test_pages_follow_each_other(client: FlaskClient) -> None:
    for name in "abcde":
        client.post(URL, json=spec(name))
    first = client.get(f"{URL}?limit=3").json
    second = client.get(f"{URL}?limit=3&cursor={first['next_cursor']}").json
    assert [item["id"] for item in first["items"] + second["items"]] == list("abcde")
    assert second["next_cursor"] is None


def test_a_list_is_never_older_than_the_last_change(client: FlaskClient) -> None:
    assert client.get(URL).json["items"] == []
    client.post(URL, json=spec())
    assert len(client.get(URL).json["items"]) == 1
    client.post(f"{URL}/latency/stop")
    assert client.get(URL).json["items"][0]["health"]["state"] == "stopped"


def test_a_tenant_sees_its_own(client: FlaskClient, key_of: Callable[..., dict[str, str]]) -> None:
    client.post(URL, json=spec())
    other = key_of(Role.ADMIN, "other")
    assert client.get(URL, headers=other).json["items"] == []
    assert client.get(f"{URL}/latency", headers=other).status_code == 404
    assert client.post(URL, json=spec(), headers=other).status_code == 201
    assert len(client.get(URL).json["items"]) == 1


def test_who_changed_what_stands_in_the_audit(client: FlaskClient, stores: Stores) -> None:
    client.post(URL, json=spec(), headers={"X-Request-Id": "r-1"})
    client.post(URL, json=spec())
    client.get(URL)
    (entry,) = stores.audit.page("default").items
    assert (entry.action, entry.object, entry.request_id) == ("detectors.create detector", "detectors", "r-1")
    assert entry.actor == "local (local administrator)"


def test_the_checks_of_other_rooms_hold_here_as_well(app: Flask, client: FlaskClient) -> None:
    def refuse(_: DetectorSpec) -> None:
        raise ValidationFailed("`up{` ends too early, at column 4.", detail={"column": 4})

    app.extensions["barograph"] = replace(app.extensions["barograph"], checks=(refuse,))
    answer = client.post(URL, json=spec())
    assert (answer.status_code, answer.json["detail"]) == (422, {"column": 4})
