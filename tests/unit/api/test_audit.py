from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from barograph.security import Role
from barograph.storage import AuditEntry, AuditSubject, Stores, SubjectKind

URL = "/api/v1/audit"


@pytest.fixture(autouse=True)
def some_changes(stores: Stores) -> None:
    latency = AuditSubject(SubjectKind.DETECTOR, "latency", "Latency of the shop")
    key = AuditSubject(SubjectKind.KEY, "4711", "ci")
    for at_ms, actor, action, what, subject in (
        (10, "user:1 (ann)", "detectors.start detector", "detectors/latency/start", latency),
        (20, "user:2 (bob)", "detectors.stop detector", "detectors/latency/stop", latency),
        (30, "user:1 (ann)", "keys.make key", "keys", key),
    ):
        entry = AuditEntry(
            "default", at_ms, actor, action, what, f"r{at_ms}", subject=subject, sentence=f"Did {at_ms}."
        )
        stores.audit.append(entry)
    stores.audit.append(AuditEntry("other", 40, "user:9 (eve)", "keys.make key", "keys"))


@pytest.mark.parametrize(
    ("query", "moments"),
    [
        ("", [30, 20, 10]),
        ("sort=at", [10, 20, 30]),
        ("actor=ann", [30, 10]),
        ("action=keys.make%20key", [30]),
        ("object=detectors/latency", [20, 10]),
        ("object=detectors/%25", []),
        ("kind=detector", [20, 10]),
        ("kind=key&subject=ci", [30]),
        ("subject=OF%20THE%20shop", [20, 10]),
        ("subject=latency", [20, 10]),
        ("subject=lat_ncy", []),
        ("from_ms=20", [30, 20]),
        ("from_ms=20&to_ms=20", [20]),
    ],
)
def test_the_trail_is_filtered_and_ends_at_the_tenant(
    client: FlaskClient, query: str, moments: list[int]
) -> None:
    assert [item["at_ms"] for item in client.get(f"{URL}?{query}").json["items"]] == moments


def test_an_entry_says_what_it_is_about_and_what_became_different(client: FlaskClient) -> None:
    entry = client.get(f"{URL}?subject=latency&limit=1").json["items"][0]
    assert entry["subject"] == {"kind": "detector", "id": "latency", "name": "Latency of the shop"}
    assert entry["sentence"] == "Did 20."


def test_a_kind_that_does_not_exist_is_refused(client: FlaskClient) -> None:
    assert "did you mean `detector`" in client.get(f"{URL}?kind=detectors").json["message"]


def test_pages_of_the_trail_meet_without_a_gap(client: FlaskClient) -> None:
    first = client.get(f"{URL}?limit=2").json
    second = client.get(f"{URL}?limit=2&cursor={first['next_cursor']}").json
    assert [item["at_ms"] for item in first["items"] + second["items"]] == [30, 20, 10]
    assert second["next_cursor"] is None


def test_a_span_that_ends_before_it_begins_is_refused(client: FlaskClient) -> None:
    assert client.get(f"{URL}?from_ms=5&to_ms=4").status_code == 422


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_administrators_read_the_trail(
    client: FlaskClient, key_of: Callable[[Role], dict[str, str]], role: Role
) -> None:
    assert client.get(URL, headers=key_of(role)).status_code == 403
    assert client.get(URL, headers=key_of(Role.ADMIN)).status_code == 200
