import json
from typing import Any

from flask.testing import FlaskClient

from barograph.sources.base import SourceHealth, SourceState
from barograph.storage import Stores
from tests.servers.faults import answer, serving
from tests.servers.loki import recorded, serving_loki
from tests.unit.api.conftest import engine_beat, report_of

EXPRESSION = 'sum(rate({app="shop"} | nonsense [5m]))'


def save(client: FlaskClient, stores: Stores, url: str, state: SourceState | None = SourceState.OK) -> Any:
    source = {"name": "logs", "type": "loki", "urls": [url], "attempts": 1}
    assert client.post("/api/v1/datasources", json=source).status_code == 201
    if state is not None:
        report = report_of("logs", SourceHealth(state, "as asked"))
        stores.processes.beat(engine_beat(sources=[report]))
    query = {"source": "logs", "expression": EXPRESSION}
    return client.post("/api/v1/detectors", json={"name": "errors", "query": query})


def test_loki_itself_reads_an_expression_before_it_is_saved(client: FlaskClient, stores: Stores) -> None:
    with serving_loki() as loki:
        loki.next_answer = recorded("error_parse")
        refused = save(client, stores, loki.url)
        assert refused.status_code == 422
        assert refused.json["detail"]["field"] == "query.expression"
        assert "line 1, column 12: syntax error" in refused.json["message"]
        assert loki.requests[-1]["path"] == "format_query"
        assert loki.requests[-1]["form"]["query"] == EXPRESSION
        query = {"source": "logs", "expression": EXPRESSION}
        again = client.post("/api/v1/detectors", json={"name": "errors", "query": query})
        assert again.status_code == 201


def test_a_loki_that_is_away_is_not_waited_for(client: FlaskClient, stores: Stores) -> None:
    with serving_loki() as loki:
        assert save(client, stores, loki.url, SourceState.DOWN).status_code == 201
        assert loki.requests == []


def test_a_loki_that_fails_just_now_refuses_nothing(client: FlaskClient, stores: Stores) -> None:
    with serving_loki() as loki:
        loki.is_down = True
        assert save(client, stores, loki.url).status_code == 201
        assert len(loki.requests) == 1


def test_without_an_engines_report_nothing_is_asked(client: FlaskClient, stores: Stores) -> None:
    with serving_loki() as loki:
        assert save(client, stores, loki.url, None).status_code == 201
        assert loki.requests == []


def test_a_prometheus_has_the_last_word_on_what_our_parser_does_not_know(
    client: FlaskClient, stores: Stores
) -> None:
    words = json.dumps({"status": "error", "errorType": "bad_data", "error": "unknown function"}).encode()
    taken = json.dumps({"status": "success", "data": {"resultType": "vector", "result": []}}).encode()
    with serving(answer(words, 400), answer(taken)) as server:
        source = {"name": "vm", "type": "prometheus", "urls": [server.url], "check_expressions": False}
        assert client.post("/api/v1/datasources", json=source).status_code == 201
        report = report_of("vm", SourceHealth(SourceState.OK, "as asked"))
        stores.processes.beat(engine_beat(sources=[report]))
        body = {"name": "errors", "query": {"source": "vm", "expression": "rate(x[5m]) default 0"}}
        refused = client.post("/api/v1/detectors", json=body)
        assert (refused.status_code, refused.json["detail"]["field"]) == (422, "query.expression")
        assert "unknown function" in refused.json["message"]
        assert client.post("/api/v1/detectors", json=body).status_code == 201
    assert b"query=rate" in server.requests[0]
