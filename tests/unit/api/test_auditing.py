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
