from flask.testing import FlaskClient

from barograph.domain import AnomalyChange, ChangeKind
from barograph.storage import Stores
from tests.unit.incidents.test_grouping import anomaly, take


def test_incidents_are_listed_read_and_changed(client: FlaskClient, stores: Stores) -> None:
    (change,) = take(
        [AnomalyChange(ChangeKind.OPENED, anomaly(name, 0, "d", service=name)) for name in ("a", "b")]
    )
    stores.incidents.record([change], 1)
    (listed,) = client.get("/api/v1/incidents").json["items"]
    address = f"/api/v1/incidents/{listed['id']}"
    assert client.get(address).json == listed
    assert [suspect["component"] for suspect in listed["suspects"]] == ["a", "b"]
    changed = client.patch(address, json={"title": "Disk full", "leave_out": ["b"]})
    assert changed.status_code == 200
    assert client.get(address).json["title"] == "Disk full"
    assert client.get(address).json["left_out"] == ["b"]


def test_an_incident_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/api/v1/incidents/abc").status_code == 404
    assert client.patch("/api/v1/incidents/abc", json={"note": "x"}).status_code == 404
