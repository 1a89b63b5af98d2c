import json
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.sources.base import AddressHealth, SourceHealth, SourceState
from barograph.storage import Stores
from tests.servers.base import free_port
from tests.servers.faults import Reply, answer, serving
from tests.servers.loki import serving_loki
from tests.unit.api.conftest import collection_of, engine_beat, report_of

PATH = "/api/v1/datasources"


def body_of(url: str = "http://127.0.0.1:1", **more: Any) -> dict[str, Any]:
    return {"name": "main", "type": "prometheus", "urls": [url], "attempts": 1, **more}


def success(data: object) -> Reply:
    return answer(json.dumps({"status": "success", "data": data}).encode())


def test_a_data_source_is_made_read_changed_and_removed(client: FlaskClient) -> None:
    made = client.post(PATH, json=body_of(auth={"bearer_token": "s3cret"}))
    assert (made.status_code, made.headers["Location"]) == (201, f"{PATH}/main")
    assert made.json["secrets"] == ["auth.bearer_token"]
    shown = made.json["spec"] | {"tenant": "team-a"}
    changed = client.put(f"{PATH}/main", json=shown, headers={"If-Match": made.headers["ETag"]})
    assert (changed.status_code, changed.json["revision"]) == (200, 2)
    stale = client.put(f"{PATH}/main", json=shown, headers={"If-Match": made.headers["ETag"]})
    assert stale.status_code == 412
    assert client.get(f"{PATH}/main").json == changed.json
    assert client.get(PATH).json["items"] == [changed.json]
    assert client.delete(f"{PATH}/main").status_code == 204
    assert client.get(f"{PATH}/main").status_code == 404


def test_secrets_never_leave_the_server(client: FlaskClient) -> None:
    secrets = {"auth": {"username": "me", "password": "s3cret"}, "headers": {"X-Key": "s3cret"}}
    answers = [
        client.post(PATH, json=body_of(**secrets)),
        client.get(PATH),
        client.get(f"{PATH}/main"),
        client.get(f"{PATH}/main/health"),
        client.post(f"{PATH}/test", json=body_of(**secrets)),
    ]
    assert all("s3cret" not in item.text for item in answers)


def test_a_data_source_is_tried_before_it_is_stored(client: FlaskClient) -> None:
    now = success({"resultType": "scalar", "result": [0, "4102444800"]})
    with serving(now, success({"version": "2.42.0", "goVersion": "1"}), answer(b"", 404)) as server:
        tried = client.post(f"{PATH}/test", json=body_of(server.url)).json
    assert (tried["state"], tried["product"], tried["version"]) == ("degraded", "Prometheus", "2.42.0")
    down = client.post(f"{PATH}/test", json=body_of(f"http://127.0.0.1:{free_port()}")).json
    assert down["state"] == "down"
    assert "refused" in down["sentence"]
    assert client.get(PATH).json["items"] == []


def test_health_is_asked_once_in_a_while(client: FlaskClient) -> None:
    with serving(answer(b"", 500)) as server:
        client.post(PATH, json=body_of(server.url))
        for _ in range(3):
            assert client.get(f"{PATH}/main/health").json["state"] == "down"
    assert len(server.requests) == 1


def test_names_are_suggested(client: FlaskClient) -> None:
    metadata = success({"up": [{"type": "gauge", "help": "Up or not."}]})
    with serving(
        success(["up", "other"]), metadata, success(["__name__", "job"]), success(["api", "db"])
    ) as server:
        client.post(PATH, json=body_of(server.url))
        address = f"{PATH}/main/suggestions"
        metrics = client.get(f"{address}?part=u").json["items"]
        labels = client.get(f"{address}?kind=labels&metric=up").json["items"]
        values = client.get(f"{address}?kind=values&metric=up&label=job&part=d").json["items"]
    assert metrics == [{"name": "up", "type": "gauge", "help": "Up or not."}]
    assert [item["name"] for item in labels] == ["job"]
    assert [item["name"] for item in values] == ["db"]


def test_labels_of_a_loki_are_suggested(client: FlaskClient) -> None:
    with serving_loki() as loki:
        client.post(PATH, json={"name": "logs", "type": "loki", "urls": [loki.url]})
        address = f"{PATH}/logs/suggestions"
        labels = client.get(f"{address}?kind=labels&part=po").json["items"]
        values = client.get(f"{address}?kind=values&label=pod").json["items"]
        assert client.get(address).json["items"] == []
    assert [item["name"] for item in labels] == ["pod"]
    assert len(values) > 1


def test_what_is_wrong_is_named(client: FlaskClient) -> None:
    assert client.post(PATH, json=body_of(type="influx")).json["detail"]["fields"][0]["field"] == "type"
    assert client.post(PATH, json=body_of("ftp://a")).status_code == 422
    client.post(PATH, json=body_of())
    assert client.put(f"{PATH}/other", json=body_of()).status_code == 422
    assert client.post(PATH, json=body_of()).status_code == 409


def test_a_source_that_cant_be_built_is_not_stored(client: FlaskClient) -> None:
    broken = body_of(type="loki", category_files=["/typo.yaml"])
    refused = client.post(PATH, json=broken)
    assert (refused.status_code, client.get(PATH).json["items"]) == (422, [])
    assert "/typo.yaml can't be read" in refused.json["message"]
    client.post(PATH, json=body_of())
    assert client.put(f"{PATH}/main", json=broken).status_code == 422


def test_only_administrators_change_data_sources(
    make_app: Callable[..., Flask], key_of: Callable[..., dict[str, str]]
) -> None:
    client = make_app(auth_mode="required").test_client()
    editor, admin = key_of(Role.EDITOR), key_of(Role.ADMIN)
    for path in (PATH, f"{PATH}/test"):
        assert client.post(path, json=body_of(), headers=editor).status_code == 403
    assert client.post(PATH, json=body_of(), headers=admin).status_code == 201
    assert client.get(PATH, headers=editor).status_code == 200
    assert client.get(PATH, headers=key_of(Role.ADMIN, "other")).json["items"] == []


def test_how_collecting_goes_is_listed_with_errors_first(client: FlaskClient, stores: Stores) -> None:
    client.post(PATH, json=body_of())
    assert client.get(f"{PATH}/main/collections").json == {"items": [], "next_cursor": None}
    failing = collection_of("main", "x", errors_in_a_row=2, last_error_code="source_timeout")
    stores.processes.beat(
        engine_beat(
            collection_of("main", "a", points=3),
            failing,
            collection_of("other", "b"),
            collection_of("main", "c", tenant="team-b"),
        )
    )
    newer = collection_of("main", "a", points=4, last_attempt_ms=2)
    stores.processes.beat(engine_beat(newer, name="two/engine"))
    items = client.get(f"{PATH}/main/collections").json["items"]
    assert [(item["expression"], item["points"], item["last_error_code"]) for item in items] == [
        ("x", 0, "source_timeout"),
        ("a", 4, None),
    ]
    assert client.get(f"{PATH}/nobody/collections").status_code == 404


def test_the_list_says_how_each_source_is_and_which_address_is_used(
    client: FlaskClient, stores: Stores
) -> None:
    client.post(PATH, json=body_of())
    assert client.get(PATH).json["items"][0]["status"] is None
    addresses = (
        AddressHealth("http://a", SourceState.DOWN, "a is gone", None, rests_seconds=12.5),
        AddressHealth("http://b", SourceState.OK, "fine", 0.02, is_used=True),
    )
    health = SourceHealth(SourceState.DEGRADED, "1 of 2", 0.02, "Prometheus", "2.42.0", addresses)
    late = collection_of("main", "a", lag_seconds=30.0, last_success_ms=5)
    failing = collection_of(
        "main", "b", errors_in_a_row=1, errors_total=3, last_error_code="source_timeout", last_error="slow"
    )
    other = report_of("main", SourceHealth(SourceState.DOWN, "theirs"), tenant="team-b")
    stores.processes.beat(engine_beat(late, failing, sources=[other, report_of("main", health)]))
    status = client.get(PATH).json["items"][0]["status"]
    assert client.get(f"{PATH}/main").json["status"] == status
    assert (status["product"], status["version"], status["latency_seconds"]) == ("Prometheus", "2.42.0", 0.02)
    assert [(each["url"], each["is_used"]) for each in status["addresses"]] == [
        ("http://a", False),
        ("http://b", True),
    ]
    assert status["addresses"][0]["rests_seconds"] == 12.5
    told = {name: status[name] for name in ("expressions", "last_success_ms", "lag_seconds", "errors_total")}
    assert told == {"expressions": 2, "last_success_ms": 5, "lag_seconds": 30.0, "errors_total": 3}
    assert (status["error_code"], status["error"], status["reported_ms"]) == ("source_timeout", "slow", 7)
