import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from barograph.api.probes import probe_database, probe_detectors
from barograph.runtime.probes import probe_supervisor
from barograph.security import Role
from barograph.storage import Database, ProcessBeat, Stores
from barograph.storage.leases import LEADER
from barograph.telemetry.health import ComponentHealth, HealthBoard, HealthState
from tests.unit.api.conftest import Engine, collection_of, engine_beat


def test_health_names_every_component(app: Flask, client: FlaskClient) -> None:
    board = HealthBoard(
        {
            "database": lambda: ComponentHealth(HealthState.OK, "Answers."),
            "prometheus": lambda: ComponentHealth(HealthState.DOWN, "Refuses connections.", 0.25),
            "loki": lambda: ComponentHealth(HealthState.UNKNOWN, "Not set up."),
        }
    )
    app.extensions["barograph"] = replace(app.extensions["barograph"], health=board)
    answer = client.get("/health")
    assert (answer.status_code, answer.json["state"]) == (200, "down")
    assert answer.json["components"]["prometheus"] == {
        "state": "down",
        "sentence": "Refuses connections.",
        "latency_seconds": 0.25,
    }


def test_while_the_database_is_away_nothing_else_is_said_to_be_down(app: Flask, client: FlaskClient) -> None:
    away = Stores.over(Database("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    board = HealthBoard(
        {"database": probe_database(away), "processes": probe_supervisor(away, time.time)}, fresh_seconds=0
    )
    app.extensions["barograph"] = replace(app.extensions["barograph"], health=board)
    answer = client.get("/health").json
    database, processes = answer["components"]["database"], answer["components"]["processes"]
    assert (answer["state"], database["state"], processes["state"]) == ("down", "down", "unknown")
    assert database["sentence"].startswith("The database can't be reached")
    assert processes["sentence"] == "It is not known while the database is away."
    away.database.close()


def test_detectors_that_can_not_be_judged_in_time_are_told_of(stores: Stores) -> None:
    look = probe_detectors(stores, lambda: 1.0)
    for late, state in (
        ({"detectors": 0, "seconds": 0.0}, "ok"),
        ({"detectors": 7, "seconds": 95.2}, "degraded"),
    ):
        detail = {"late": late}
        stores.processes.beat(ProcessBeat("h/1/a", "engine", "h", 1, "running", "", 0, 0, detail=detail))
        health = look()
        assert health.state == state
    assert health.sentence == (
        "Detectors: none yet. 7 are late by more than their interval, up to 95 s: "
        "not all can be judged in time."
    )


def test_ready_alive_and_deployment(client: FlaskClient, stores: Stores) -> None:
    assert client.get("/ready").json == {"is_ok": True, "sentence": "Ready."}
    assert client.get("/alive").json["is_ok"] is True
    deployed = client.get("/api/v1/deployment").json
    assert (deployed["version"], deployed["features"], deployed["database"]) == ("1.2.3", ["live"], "sqlite")
    assert deployed["leader"] is None
    stores.leases.take(LEADER, None, "host/7/ab", 1000)
    assert client.get("/api/v1/deployment").json["leader"] == {"id": "host/7/ab", "since_ms": 1000}
    with stores.database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    behind = client.get("/ready")
    assert behind.status_code == 503
    assert "barograph db upgrade" in behind.json["sentence"]


def test_what_processes_tell_of_all_tenants_is_for_who_runs_the_installation(
    client: FlaskClient, stores: Stores, key_of: Callable[..., dict[str, str]]
) -> None:
    stores.processes.beat(engine_beat(collection_of("prometheus", "secret_metric")))

    def text_for(role: Role, tenant: str = "default") -> str:
        return client.get("/api/v1/deployment", headers=key_of(role, tenant)).text

    assert "secret_metric" in text_for(Role.ADMIN)
    for others in (text_for(Role.VIEWER), text_for(Role.EDITOR), text_for(Role.ADMIN, "org-7")):
        assert "secret_metric" not in others
        assert "one/engine" in others


def test_metrics_speak_both_formats_and_count_routes_not_addresses(client: FlaskClient) -> None:
    client.get("/api/v1/detectors/one")
    client.get("/api/v1/detectors/two")
    plain = client.get("/metrics").text
    assert (
        'barograph_http_request_duration_seconds_count{method="GET",'
        'route="/api/v1/detectors/<detector_id>",status="404"} 2.0' in plain
    )
    assert 'barograph_http_errors_total{code="not_found"} 2.0' in plain
    openmetrics = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert openmetrics.text.endswith("# EOF\n")


def test_every_answer_has_a_request_id(client: FlaskClient) -> None:
    assert len(client.get("/alive").headers["X-Request-Id"]) == 16
    assert client.get("/nothing", headers={"X-Request-Id": "abc-1"}).headers["X-Request-Id"] == "abc-1"
    made_up = client.get("/alive", headers={"X-Request-Id": "a b\tc" * 50})
    assert len(made_up.headers["X-Request-Id"]) == 16


@pytest.mark.parametrize("path", ["/api/docs/ui", "/api/docs/errors"])
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "//" not in page.text.replace("<!doctype html>", "")


def test_the_files_of_swagger_are_here(client: FlaskClient) -> None:
    for name in ("js/swagger-ui-bundle.js", "css/swagger-ui.css", "images/swagger.svg"):
        with client.get(f"/api/docs/ui/{name}") as file:
            assert file.status_code == 200
    assert client.get("/api/docs/ui/../../../secret").status_code == 404


def test_the_document_describes_every_route(client: FlaskClient, app: Flask) -> None:
    document = client.get("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    described = set(document["paths"])
    served = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert served <= described
    references = set(_references(document))
    assert references <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    operations = [item for path in document["paths"].values() for item in path.values()]
    assert len({item["operationId"] for item in operations}) == len(operations)


def test_the_docs_list_every_route(app: Flask) -> None:
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text()
    written = {(method, _shape(path)) for method, path in re.findall(r"^\| `([A-Z]+) (/\S*)`", text, re.M)}
    served = {
        (method, _shape(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS") and not rule.rule.startswith(("/api/docs", "/api/openapi"))
    }
    assert written == {item for item in served if item[1] != "/"}


def _shape(path: str) -> str:
    return re.sub(r"[<{].*?[>}]", "{}", path)


def _references(document: object) -> list[str]:
    found: list[str] = []
    json.loads(json.dumps(document), object_hook=lambda item: found.append(item.get("$ref", "")) or item)
    return [item for item in found if isinstance(item, str) and item]


def test_long_answers_are_compressed(make_app: Callable[..., Flask]) -> None:
    client = make_app().test_client()
    assert (
        client.get("/api/openapi.json", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"]
        == "gzip"
    )
    assert (
        client.get("/api/openapi.json", headers={"Accept-Encoding": "zstd"}).headers["Content-Encoding"]
        == "zstd"
    )
    assert "Content-Encoding" not in client.get("/alive", headers={"Accept-Encoding": "gzip"}).headers


def test_the_live_protocol_is_described(client: FlaskClient) -> None:
    document = client.get("/api/asyncapi.json").json
    assert document["asyncapi"].startswith("3.")
    assert "anomaly_detected" in document["components"]["messages"]


def test_scores_come_from_the_engine_and_without_one_the_scrape_fails(
    client: FlaskClient, engine: Engine, stores: Stores
) -> None:
    engine.results["scores"] = {"text": "barograph_score 0.5\n"}
    answer = client.get("/metrics/scores")
    assert (answer.status_code, answer.text) == (200, "barograph_score 0.5\n")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    engine.is_away = True
    silent = client.get("/metrics/scores")
    assert (silent.status_code, silent.json["code"]) == (503, "service_unreachable")
    assert stores.jobs.latest("default", 10) == ()
