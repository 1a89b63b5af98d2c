from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.unit.api.conftest import Engine

DETECTOR: dict[str, Any] = {"name": "latency", "query": {"expression": "latency_seconds"}}


def test_a_preview_is_done_by_the_engine(client: FlaskClient, engine: Engine) -> None:
    answer = client.post("/api/v1/preview", json={"detector": DETECTOR, "start_ms": 0, "end_ms": 3_600_000})
    assert answer.status_code == 200
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json['id']}"
    (request,) = engine.requests
    assert request["detector"]["name"] == "latency"
    assert request["end_ms"] == 3_600_000


def test_a_preview_that_takes_longer_is_a_job(client: FlaskClient, engine: Engine) -> None:
    engine.is_away = True
    answer = client.post("/api/v1/preview", json={"detector": DETECTOR, "start_ms": 0, "end_ms": 1})
    assert answer.status_code == 202
    assert answer.json["state"] == "queued"


@pytest.mark.parametrize(
    "body", [{"detector": DETECTOR, "start_ms": 5, "end_ms": 5}, {"detector": {}, "start_ms": 0, "end_ms": 1}]
)
def test_a_preview_that_makes_no_sense_is_refused(client: FlaskClient, body: dict[str, Any]) -> None:
    assert client.post("/api/v1/preview", json=body).status_code == 422
