from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from barograph.storage import Stores
from barograph.storage.notifications import Notification
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


def test_what_people_were_told_of_is_known_to_a_preview(
    client: FlaskClient, engine: Engine, stores: Stores
) -> None:
    told = Notification("default", 5, "pager", "resolved", "Slow", "a", 1_000, 2_000, {"team": "shop"})
    stores.notifications.add([told, replace(told, alert="b", name="Other", labels={"team": "web"})])
    body = {"detector": DETECTOR, "start_ms": 0, "end_ms": 9_000}
    known = [{"start_ms": 10, "end_ms": 20, "name": "mine"}]
    more = {"known": known, "known_from": "alertmanager", "known_match": ["team=shop"]}
    assert client.post("/api/v1/preview", json=body | more).status_code == 200
    (request,) = engine.requests
    assert request["known"] == [*known, {"start_ms": 1_000, "end_ms": 2_000, "name": "Slow"}]
