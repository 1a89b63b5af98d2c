from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.api.auditing import reason_to_leave_out
from barograph.storage import Stores

DETECTOR = {"name": "d", "query": {"expression": "up"}}
RULE = {"name": "a", "when": {"events": ["anomaly_detected"]}, "then": [{"type": "retrain"}]}
NOTIFICATION = {"version": "4", "receiver": "mail", "status": "firing", "alerts": []}


def test_only_what_stores_nothing_or_is_a_report_is_left_out(app: Flask) -> None:
    reasons = {name: reason_to_leave_out(view) for name, view in app.view_functions.items()}
    assert {name for name, reason in reasons.items() if reason} == {
        "automations.dry_run",
        "notifications.receive_from_alertmanager",
        "previews.preview",
        "specifications.validate_rules",
        "specifications.validate_text",
        "templates.render_template",
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("detectors/validate", {"yaml": ""}),
        ("automations/validate", {"yaml": ""}),
        ("preview", {"detector": DETECTOR, "start_ms": 0, "end_ms": 3_600_000}),
        ("automations/dry-run", {"automation": RULE}),
        ("templates/database-mysql/render", {}),
        ("receivers/alertmanager", NOTIFICATION),
    ],
)
def test_what_changes_nothing_is_no_entry(
    client: FlaskClient, stores: Stores, path: str, body: dict[str, Any]
) -> None:
    answer = client.post(f"/api/v1/{path}", json=body)
    assert answer.status_code in (200, 202), answer.text
    assert stores.audit.page("default").items == ()


def told(stores: Stores) -> list[tuple[str, str, str, str]]:
    """Return what the trail tells, the oldest first: kind, id, name, sentence."""
    entries = reversed(stores.audit.page("default").items)
    return [(one.subject.kind, one.subject.id, one.subject.name, one.sentence) for one in entries]


def test_what_became_of_a_detector_is_told_in_sentences(client: FlaskClient, stores: Stores) -> None:
    client.post("/api/v1/detectors", json=DETECTOR)
    changed = {**DETECTOR, "title": "Up", "policy": {"threshold": 0.75}, "labels": {"team": "shop"}}
    client.put("/api/v1/detectors/d", json=changed)
    client.put("/api/v1/detectors/d", json=changed)
    client.post("/api/v1/detectors/d/stop")
    client.post("/api/v1/detectors/d/revisions/1/restore")
    client.delete("/api/v1/detectors/d")
    assert told(stores) == [
        ("detector", "d", "d", "Made it."),
        (
            "detector",
            "d",
            "Up",
            "Changed title (empty → Up), policy.threshold (nothing → 0.75), labels.team (nothing → shop).",
        ),
        ("detector", "d", "Up", "Saved it as it was."),
        ("detector", "d", "Up", "Stopped it."),
        (
            "detector",
            "d",
            "d",
            (
                "Went back to revision 1. Changed title (Up → empty), policy.threshold (0.75 → nothing), "
                "labels.team (shop → nothing) and 1 more."
            ),
        ),
        ("detector", "d", "d", "Removed it."),
    ]


def test_each_of_several_detectors_has_an_entry_of_its_own(client: FlaskClient, stores: Stores) -> None:
    for name in ("a", "b"):
        client.post("/api/v1/detectors", json={**DETECTOR, "name": name})
    client.post("/api/v1/detectors/stop", json={"ids": ["a", "missing", "b"]})
    assert [one for one in told(stores) if one[3] == "Stopped it."] == [
        ("detector", "a", "a", "Stopped it."),
        ("detector", "b", "b", "Stopped it."),
    ]
    entries = len(told(stores))
    client.post("/api/v1/detectors/stop", json={"ids": ["missing"]})
    assert len(told(stores)) == entries


def test_a_secret_that_changes_is_named_and_not_told(client: FlaskClient, stores: Stores) -> None:
    source = {"name": "main", "type": "prometheus", "urls": ["http://127.0.0.1:9"]}
    for password in ("hunter2", "hunter3"):
        body = {**source, "auth": {"username": "ada", "password": password}}
        method = client.post if password == "hunter2" else client.put
        answer = method(f"/api/v1/datasources{'' if password == 'hunter2' else '/main'}", json=body)
        assert answer.status_code < 300, answer.text
    assert [one[3] for one in told(stores)] == [
        "Made it, of type prometheus.",
        "Changed auth.password (empty → ***).",
    ]


def test_a_route_that_says_nothing_still_leaves_an_entry(app: Flask, stores: Stores) -> None:
    app.add_url_rule("/api/v1/more", "more.do_it", dict, methods=["POST"])
    app.test_client().post("/api/v1/more")
    (entry,) = stores.audit.page("default").items
    assert (entry.action, entry.subject.kind, entry.sentence) == ("more.do it", "", "")
    # What others add need not tell; what is ours must, and that is looked at after each test.
    stores.audit.forget_before(2**62)
