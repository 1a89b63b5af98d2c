from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from barograph.automations.desk import AutomationDesk
from barograph.config.automation import AutomationSpec
from barograph.security import Role
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

URL = "/api/v1/automations"
NOW_MS = 1_700_000_000_000
SPEC: dict[str, Any] = {
    "name": "tell",
    "when": {"events": ["anomaly_detected"], "labels": ['route="/cart"']},
    "then": [{"type": "webhook", "url": "http://example.org/"}],
    "approval": {"expires": "30m"},
}
PROGRAM = SPEC | {"name": "run", "then": [{"type": "command", "command": "/bin/true"}]}


@pytest.fixture
def waiting(client: FlaskClient, stores: Stores) -> str:
    """Return the address of a run that waits for somebody."""
    client.post(URL, json=SPEC)
    stores.anomalies.record([opened(make_anomaly())], now_ms=NOW_MS)
    AutomationDesk(stores, lambda events: None).look(NOW_MS)
    (run,) = client.get(f"{URL}/runs", query_string={"state": "waiting"}).json["items"]
    return f"{URL}/runs/{run['id']}"


def test_an_automation_is_made_changed_and_removed(client: FlaskClient) -> None:
    made = client.post(URL, json=SPEC)
    assert (made.status_code, made.headers["Location"]) == (201, f"{URL}/tell")
    assert client.post(URL, json=SPEC).status_code == 409
    tag = made.headers["ETag"]
    changed = client.put(f"{URL}/tell", json=SPEC | {"title": "New"}, headers={"If-Match": tag})
    assert changed.json["spec"]["title"] == "New"
    again = client.put(f"{URL}/tell", json=SPEC, headers={"If-Match": tag})
    assert again.status_code == 412
    assert client.put(f"{URL}/other", json=SPEC).status_code == 422
    assert client.post(f"{URL}/tell/stop").json["spec"]["enabled"] is False
    assert client.post(f"{URL}/tell/start").json["spec"]["enabled"] is True
    assert [one["name"] for one in client.get(URL).json["items"]] == ["tell"]
    assert client.delete(f"{URL}/tell").status_code == 204
    assert client.get(f"{URL}/tell").status_code == 404


def test_automations_of_files_are_changed_in_their_file(client: FlaskClient, stores: Stores) -> None:
    stores.automations.provision("default", [AutomationSpec.model_validate(SPEC)], 1)
    assert client.get(f"{URL}/tell").json["is_provisioned"] is True
    assert client.put(f"{URL}/tell", json=SPEC | {"title": "x"}).status_code == 409
    stores.automations.provision("default", [], 2)
    assert client.get(URL).json["items"] == []


def test_somebody_approves_once(client: FlaskClient, waiting: str) -> None:
    approved = client.post(f"{waiting}/approve")
    assert (approved.status_code, approved.json["state"]) == (200, "approved")
    assert approved.json["decided_by"]
    assert client.post(f"{waiting}/reject").status_code == 409
    assert client.get(waiting).json["plan"] == client.get(f"{URL}/tell").json["spec"]["then"]


def test_who_rejects_ends_it(client: FlaskClient, waiting: str) -> None:
    assert client.post(f"{waiting}/reject").json["state"] == "refused"
    assert client.post(f"{waiting}/approve").status_code == 409


def test_nobody_approves_what_ran_out(client: FlaskClient, waiting: str, clock: Any) -> None:
    clock.sleep(1800)
    assert client.post(f"{waiting}/approve").status_code == 409


def test_a_dry_run_is_the_work_of_the_engine(client: FlaskClient, engine: Any) -> None:
    found = {"items": [], "events": 7, "matches": 0, "runs": 0, "since_ms": 1}
    engine.results["dry_run"] = found
    asked = {"automation": SPEC, "hours": 2}
    answer = client.post(f"{URL}/dry-run", json=asked)
    assert (answer.status_code, answer.json) == (200, found)
    assert engine.requests[0]["automation"]["name"] == SPEC["name"]
    engine.is_away = True
    later = client.post(f"{URL}/dry-run", json=asked)
    assert (later.status_code, later.json["state"]) == (202, "queued")
    assert later.headers["Location"] == f"/api/v1/jobs/{later.json['id']}"
    assert client.get(f"{URL}/runs").json["items"] == []


def test_programs_are_for_administrators(client: FlaskClient, key_of: Callable[..., dict[str, str]]) -> None:
    editor, viewer = key_of(Role.EDITOR), key_of(Role.VIEWER)
    refused = client.post(URL, json=PROGRAM, headers=editor)
    assert (refused.status_code, refused.json["detail"]["required_role"]) == (403, "admin")
    assert client.post(URL, json=PROGRAM).status_code == 201
    harmless = {**SPEC, "name": "run"}
    assert client.put(f"{URL}/run", json=harmless, headers=editor).status_code == 403
    assert client.post(f"{URL}/run/stop", headers=editor).status_code == 403
    assert client.delete(f"{URL}/run", headers=editor).status_code == 403
    assert client.post(URL, json=SPEC, headers=viewer).status_code == 403
    assert client.post(URL, json=SPEC, headers=editor).status_code == 201
    assert client.get(URL, headers=viewer).status_code == 200
