from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from barograph.errors import ModelUnavailable

URL = "/api/v1/detectors/latency/series"
SPEC = {"name": "latency", "query": {"expression": "up"}}


def test_the_engine_replays_and_the_answer_comes_at_once(client: FlaskClient, engine: Any) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    answer = client.get(f"{URL}?start_ms=0&end_ms=60000&label=pod=a&limit=3")
    assert (answer.status_code, answer.json) == (200, {"series": 3, "anomalies": 0})
    assert engine.requests == [{"start_ms": 0, "end_ms": 60_000, "limit": 3, "match": ['pod="a"']}]


def test_a_replay_that_takes_longer_is_a_job(client: FlaskClient, engine: Any) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    engine.is_away = True
    later = client.get(f"{URL}?start_ms=0&end_ms=60000")
    assert (later.status_code, later.json["kind"]) == (202, "series")
    engine.is_away = False
    engine.nudge()
    assert client.get(later.headers["Location"]).json["result"] == {"series": 3, "anomalies": 0}


def test_a_detector_without_a_model_says_so(client: FlaskClient, engine: Any) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    engine.failure = ModelUnavailable()
    answer = client.get(f"{URL}?start_ms=0&end_ms=60000")
    assert (answer.status_code, answer.json["code"]) == (409, "model_unavailable")


@pytest.mark.parametrize(
    ("query", "status"),
    [("start_ms=5&end_ms=1", 422), ("start_ms=x&end_ms=1", 422), ("end_ms=1", 422), ("start=1", 422)],
)
def test_a_range_that_makes_no_sense_is_refused(client: FlaskClient, query: str, status: int) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    assert client.get(f"{URL}?{query}").status_code == status


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ("pod=a", 'pod="a"'),
        ("pod=", 'pod=""'),
        ('pod="a b"', 'pod="a b"'),
        ('route=GET "/a" \\ b', r'route="GET \"/a\" \\ b"'),
        ("pod!=a", 'pod!="a"'),
        ("pod=~a|b c", 'pod=~"a|b c"'),
        ('pod=~a\\d"', r'pod=~"a\d\""'),
        ('pod!~"web-.*"', 'pod!~"web-.*"'),
    ],
)
def test_conditions_are_those_of_prometheus(
    client: FlaskClient, engine: Any, condition: str, meant: str
) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    for address in (f"{URL}?start_ms=0&end_ms=60000", "/api/v1/detectors/latency/forecast?points=1"):
        assert client.get(f"{address}&{urlencode({'label': condition})}").status_code == 200
        assert engine.requests.pop()["match"] == [meant]


@pytest.mark.parametrize("condition", ["pod", "pod~a", "1=a", "pod=~(", 'pod="a', f"pod={'a' * 1000}"])
def test_what_is_no_condition_is_refused(client: FlaskClient, condition: str) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    answer = client.get(f"{URL}?start_ms=0&end_ms=1&{urlencode({'label': condition})}")
    assert (answer.status_code, answer.json["code"]) == (422, "validation_failed")


def test_an_unknown_detector_has_no_series(client: FlaskClient) -> None:
    assert client.get(f"{URL}?start_ms=0&end_ms=1").status_code == 404


def test_log_templates_come_from_the_engine(client: FlaskClient, engine: Any) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    url = "/api/v1/detectors/latency/templates"
    assert client.get(f"{url}?part=login&limit=10&cursor=20").status_code == 200
    assert engine.requests == [{"part": "login", "limit": 10, "skip": 20}]
    assert client.get(f"{url}?cursor=x").status_code == 422
    assert client.get("/api/v1/detectors/other/templates").status_code == 404
    engine.is_away = True
    assert client.get(url).status_code == 202


def test_a_forecast_comes_from_the_engine(client: FlaskClient, engine: Any) -> None:
    client.post("/api/v1/detectors", json=SPEC)
    url = "/api/v1/detectors/latency/forecast"
    assert client.get(f"{url}?points=72&every=12&label=pod=a").status_code == 200
    assert engine.requests == [{"points": 72, "every": 12, "limit": 20, "match": ['pod="a"']}]
    assert client.get(f"{url}?points=0").status_code == 422
    assert client.get("/api/v1/detectors/other/forecast").status_code == 404
    engine.is_away = True
    assert client.get(url).status_code == 202
