"""Which labels there are."""

from flask.testing import FlaskClient

from barograph.storage import Stores
from tests.unit.api.conftest import Engine

URL = "/api/v1/labels"


def test_labels_come_from_the_engine_and_leave_no_job_behind(
    client: FlaskClient, engine: Engine, stores: Stores
) -> None:
    service = {"name": "service", "values": ["cart"], "values_total": 1}
    engine.results["labels"] = {"items": [service]}
    answer = client.get(URL, query_string={"detector": "latency"})
    assert (answer.status_code, answer.json) == (200, {"items": [service], "next_cursor": None})
    assert stores.jobs.latest("default", 10) == ()


def test_without_an_engine_it_says_so(client: FlaskClient, engine: Engine) -> None:
    engine.is_away = True
    answer = client.get(URL)
    assert (answer.status_code, answer.json["code"]) == (503, "service_unreachable")
