import json

import pytest
from flask.testing import FlaskClient

from barograph.demo.app import create_app
from barograph.demo.clockwork import DAY_MS
from barograph.demo.shop import Shop

NOW_MS = 20_000 * DAY_MS + 3_600_000
NOW_S = NOW_MS // 1000


@pytest.fixture
def client() -> FlaskClient:
    return create_app(Shop.open(1, is_quiet=True), lambda: NOW_MS).test_client()


def test_a_range_query_answers_to_get_and_form_alike(client: FlaskClient) -> None:
    question = {"query": "sum(up)", "start": NOW_S - 60, "end": NOW_S, "step": "15s"}
    by_form = client.post("/api/v1/query_range", data=question)
    by_get = client.get("/api/v1/query_range", query_string=question)
    assert by_form.json == by_get.json
    assert by_get.json["data"]["result"][0]["values"] == [[NOW_S - 60 + 15 * i, "21"] for i in range(5)]


def test_an_instant_query_answers_with_a_vector(client: FlaskClient) -> None:
    answer = client.get(
        "/api/v1/query", query_string={"query": 'up{pod="cart-0"}', "time": "2024-10-04T00:30Z"}
    )
    assert answer.json["data"]["result"][0]["value"] == [NOW_S - 1800, "1"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/v1/query?query=sum(", "unclosed left parenthesis"),
        ("/api/v1/query?query=up&time=yesterday", "valid timestamp"),
        ("/api/v1/query_range?query=up&start=0&end=9&step=0", "zero or negative"),
        ("/api/v1/query_range?query=up&start=0&end=9&step=x", "valid duration"),
        ("/api/v1/query_range?query=up&start=9&end=1&step=1", "before start"),
        ("/api/v1/query_range?query=up&start=0&end=9999999&step=1", "maximum resolution"),
        ("/api/v1/series", "no match"),
        ("/api/v1/labels?match[]=1", "series selector"),
    ],
)
def test_a_wrong_question_is_refused_as_prometheus_does(client: FlaskClient, path: str, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json["status"] == "error"
    assert answer.json["errorType"] == "bad_data"
    assert words in answer.json["error"]


def test_the_catalogue_of_series(client: FlaskClient) -> None:
    assert len(client.get("/api/v1/series?match[]=up&match[]=nothing").json["data"]) == 21
    assert "pod" in client.get("/api/v1/labels").json["data"]
    assert client.get("/api/v1/label/code/values").json["data"] == ["200", "404", "500"]
    assert client.get("/api/v1/metadata?metric=up").json["data"]["up"][0]["type"] == "gauge"
    assert client.get("/api/v1/status/buildinfo").json["data"]["version"] == "2.42.0"
    assert client.get("/-/ready").status_code == 200
    assert b"# TYPE http_requests_total counter" in client.get("/metrics").data


def test_the_truth_can_be_asked_and_going_live_adds_to_it(client: FlaskClient) -> None:
    assert client.get("/shop/incidents").json["incidents"] == []
    assert client.post("/shop/live").json == {"live_from_ms": NOW_MS}
    truth = client.get("/shop/incidents").json
    assert [incident["live"] for incident in truth["incidents"]] == [True]
    assert truth["incidents"][0]["kind"] in truth["kinds"]
    assert client.get(f"/shop/incidents?end={NOW_MS - 1}").json["incidents"] == []


def test_answers_are_json(client: FlaskClient) -> None:
    for path in ("/api/v1/labels", "/loki/api/v1/labels", "/shop/incidents"):
        assert json.loads(client.get(path).data)
