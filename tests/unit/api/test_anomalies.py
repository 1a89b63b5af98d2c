import pytest
from flask.testing import FlaskClient

from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened, resolved

URL = "/api/v1/anomalies"


@pytest.fixture(autouse=True)
def three_anomalies(stores: Stores) -> None:
    first, second, third = make_anomaly(1000), make_anomaly(2000, route="/pay"), make_anomaly(3000, "errors")
    stores.anomalies.record([opened(first), opened(second), opened(third), resolved(first, 1500)], now_ms=1)


@pytest.mark.parametrize(
    ("query", "starts"),
    [
        ("", [3000, 2000, 1000]),
        ("?sort=started", [1000, 2000, 3000]),
        ("?detector=errors", [3000]),
        ("?state=open", [3000, 2000]),
        ("?severity=critical", []),
        ("?label=route=/pay", [2000]),
        ("?label=route=a=b", []),
        ("?from_ms=1600&to_ms=2500", [2000]),
    ],
)
def test_filters(client: FlaskClient, query: str, starts: list[int]) -> None:
    assert [item["started_ms"] for item in client.get(URL + query).json["items"]] == starts


def test_one_anomaly_with_its_evidence(client: FlaskClient) -> None:
    (listed,) = client.get(f"{URL}?detector=errors").json["items"]
    assert client.get(f"{URL}/{listed['fingerprint']}").json == listed
    assert listed["evidence"]["lower"] is None
    assert listed["evidence"]["sentence"] == "latency is 9, expected 2"


def test_events_are_looked_back_at_without_what_is_chatter(client: FlaskClient) -> None:
    url = "/api/v1/events/history"
    told = client.get(url).json
    assert [item["type"] for item in told["items"]] == ["anomaly_resolved", *["anomaly_detected"] * 3]
    assert told["next_cursor"] is None
    quiet = client.get(f"{url}?detector=latency&without=anomaly_resolved&limit=1").json
    assert [item["payload"]["anomaly"]["started_ms"] for item in quiet["items"]] == [2000]
    assert client.get(f"{url}?from_ms=2").json["items"] == []
    assert client.get(f"{url}?from_ms=2&to_ms=1").status_code == 422


def test_events_follow_in_order(client: FlaskClient) -> None:
    first = client.get("/api/v1/events?limit=2").json
    assert [event["type"] for event in first["items"]] == ["anomaly_detected", "anomaly_detected"]
    assert (first["next_after"], first["first_id"], first["last_id"]) == (2, 1, 4)
    rest = client.get(f"/api/v1/events?after={first['next_after']}").json
    assert [event["id"] for event in rest["items"]] == [3, 4]
    end = client.get("/api/v1/events?after=4").json
    assert (end["items"], end["next_after"]) == ([], 4)
    assert len(client.get("/api/v1/events?detector=errors").json["items"]) == 1
