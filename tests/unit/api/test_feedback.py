from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

ANOMALY = make_anomaly(1000)
URL = f"/api/v1/anomalies/{ANOMALY.fingerprint}/feedback"


@pytest.fixture(autouse=True)
def one_anomaly(stores: Stores) -> None:
    stores.anomalies.record([opened(ANOMALY)], now_ms=1)


def test_feedback_is_kept_listed_and_audited(client: FlaskClient, stores: Stores) -> None:
    given = client.post(URL, json={"verdict": "expected", "reason": "load test"})
    assert given.status_code == 201
    assert (given.json["verdict"], given.json["detector_id"]) == ("expected", "latency")
    assert given.json["author"] == "local (local administrator)"
    client.post(URL, json={"verdict": "useful"})
    items = client.get(URL).json["items"]
    assert [item["verdict"] for item in items] == ["useful", "expected"]
    assert items[1] == given.json
    assert stores.audit.page("default").items[0].object == URL.removeprefix("/api/v1/")


@pytest.mark.parametrize("body", [{"verdict": "great"}, {"reason": "x"}, {"verdict": "noise", "more": 1}])
def test_feedback_of_another_shape_is_refused(client: FlaskClient, body: dict[str, object]) -> None:
    assert client.post(URL, json=body).status_code == 422


def test_feedback_on_what_is_not_there_is_not_found(client: FlaskClient) -> None:
    other = "/api/v1/anomalies/abc/feedback"
    assert client.post(other, json={"verdict": "noise"}).status_code == 404
    assert client.get(other).status_code == 404


def test_who_may_only_read_gives_no_feedback(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    headers = key_of(Role.VIEWER)
    assert client.post(URL, json={"verdict": "noise"}, headers=headers).status_code == 403
    assert client.get(URL, headers=headers).status_code == 200
