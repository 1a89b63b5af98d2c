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


def test_a_change_that_somebody_else_made_meanwhile_is_not_lost(client: FlaskClient, stores: Stores) -> None:
    (change,) = take([AnomalyChange(ChangeKind.OPENED, anomaly("a", 0, "d"))])
    stores.incidents.record([change], 1)
    address = f"/api/v1/incidents/{change.incident.id}"
    seen = {"If-Match": client.get(address).headers["ETag"]}
    first = client.patch(address, json={"note": "I look at it"}, headers=seen)
    assert (first.status_code, first.json["note"], first.json["title"]) == (200, "I look at it", "d")
    late = client.patch(address, json={"note": "I look at it too"}, headers=seen)
    assert (late.status_code, late.json["code"]) == (412, "precondition_failed")
    again = client.patch(address, json={"title": "Disk"}, headers={"If-Match": first.headers["ETag"]})
    assert (again.json["note"], again.json["title"], again.json["revision"]) == ("I look at it", "Disk", 3)


def test_only_anomalies_that_exist_can_be_put_in(client: FlaskClient, stores: Stores) -> None:
    (change,) = take([AnomalyChange(ChangeKind.OPENED, anomaly("a", 0, "d"))])
    stores.incidents.record([change], 1)
    answer = client.patch(f"/api/v1/incidents/{change.incident.id}", json={"add": ["bad"]})
    assert answer.status_code == 422
    assert "no anomaly 'bad'" in answer.json["message"]


def test_an_incident_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/api/v1/incidents/abc").status_code == 404
    assert client.patch("/api/v1/incidents/abc", json={"note": "x"}).status_code == 404
