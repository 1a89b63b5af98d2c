from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from barograph.domain import (
    Anomaly,
    AnomalyChange,
    ChangeKind,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
)
from barograph.storage import Stores
from tests.unit.incidents.test_grouping import MINUTE_MS, anomaly, take


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


def opened_incident(stores: Stores, *anomalies: Anomaly) -> Incident:
    changes = [AnomalyChange(ChangeKind.OPENED, one) for one in anomalies]
    stores.anomalies.record(changes, 1)
    (change,) = take(changes)
    stores.incidents.record([change], 1)
    return change.incident


def test_an_incident_tells_its_anomalies_page_by_page_with_the_last_word_about_each(
    client: FlaskClient, stores: Stores
) -> None:
    incident = opened_incident(stores, *(anomaly(name, 0, "d", service=name) for name in "abc"))
    for verdict in ("noise", "useful"):
        client.post("/api/v1/anomalies/b/feedback", json={"verdict": verdict, "reason": "seen"})
    address = f"/api/v1/incidents/{incident.id}/members?limit=2"
    first = client.get(address).json
    second = client.get(f"{address}&cursor={first['next_cursor']}").json
    members = [*first["items"], *second["items"]]
    assert ([one["fingerprint"] for one in members], second["next_cursor"]) == (["a", "b", "c"], None)
    said = [one["feedback"] and one["feedback"]["verdict"] for one in members]
    assert said == [None, "useful", None]
    client.patch(f"/api/v1/incidents/{incident.id}", json={"leave_out": ["b"]})
    kept = client.get(f"/api/v1/incidents/{incident.id}/members").json["items"]
    assert [one["fingerprint"] for one in kept] == ["a", "c"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["late", "early"]),
        ("?sort=started", ["early", "late"]),
        ("?anomaly=e1", ["early"]),
        ("?anomaly=abc", []),
        ("?state=open", ["late"]),
        ("?from_ms=3600000", ["late"]),
        ("?to_ms=3600000", ["early"]),
        ("?from_ms=600000&to_ms=3600000", []),
        ("?limit=1", ["late"]),
    ],
)
def test_incidents_are_found_by_anomaly_state_and_time(
    client: FlaskClient, stores: Stores, query: str, found: list[str]
) -> None:
    early = opened_incident(stores, anomaly("e1", 0, "d", service="a"), anomaly("e2", 1, "d", service="b"))
    late = opened_incident(stores, anomaly("f1", 120, "d", service="a"), anomaly("f2", 121, "d", service="b"))
    over = replace(early, state=IncidentState.RESOLVED, ended_ms=5 * MINUTE_MS)
    stores.incidents.record([IncidentChange(IncidentChangeKind.RESOLVED, over, "calm")], 1)
    names = {early.id: "early", late.id: "late"}
    assert [names[one["id"]] for one in client.get(f"/api/v1/incidents{query}").json["items"]] == found


def test_an_incident_that_is_not_there_is_not_found(client: FlaskClient) -> None:
    assert client.get("/api/v1/incidents/abc").status_code == 404
    assert client.get("/api/v1/incidents/abc/members").status_code == 404
    assert client.patch("/api/v1/incidents/abc", json={"note": "x"}).status_code == 404
