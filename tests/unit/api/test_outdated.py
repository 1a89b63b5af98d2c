"""What an older version stored, and what is not valid any more, stands in nobody's way."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from barograph.automations.desk import AutomationDesk
from barograph.engine.setting_aside import detectors_to_run
from barograph.storage import RunState, Stores
from barograph.storage.tables import AutomationRunRow, DataSourceRow
from tests.unit.storage.making import make_anomaly, make_spec, opened, outdate, outdate_rule

URL = "/api/v1/detectors"
RULES = "/api/v1/automations"
SOURCES = "/api/v1/datasources"
SOURCE = {
    "name": "main",
    "type": "prometheus",
    "urls": ["http://127.0.0.1:9"],
    "auth": {"username": "ada", "password": "hunter2"},
}
NOW_MS = 1_700_000_001_000
RULE = {"name": "tell", "when": {"events": ["anomaly_detected"]}, "then": [{"type": "retrain"}]}


@pytest.fixture(autouse=True)
def two_detectors(stores: Stores) -> None:
    for name in ("old", "sound"):
        stores.detectors.create("default", make_spec(name, title=f"The {name} one"), 1)
    outdate(stores.database, "old")
    detectors_to_run(stores.detectors, 2)


def test_it_is_listed_as_failing_with_what_is_wrong(client: FlaskClient) -> None:
    old, sound = client.get(URL).json["items"]
    assert (old["id"], old["health"]["state"]) == ("old", "failing")
    assert "is not a regular expression" in old["health"]["sentence"]
    assert sound["health"]["state"] == "pending"
    assert [one["id"] for one in client.get(f"{URL}?state=failing").json["items"]] == ["old"]


@pytest.mark.parametrize(
    "path",
    [
        "detectors/old",
        "detectors/old/status",
        "detectors/old/quality",
        "detectors/old/health",
        "budgets",
        "models",
    ],
)
def test_what_does_not_need_its_specification_answers(client: FlaskClient, path: str) -> None:
    assert client.get(f"/api/v1/{path}").status_code == 200


def test_its_text_is_shown_as_it_is_for_somebody_to_correct(client: FlaskClient) -> None:
    assert "(?=canary)" in client.get(f"{URL}/old/yaml").text


def test_what_needs_its_specification_says_what_is_wrong_with_it(client: FlaskClient) -> None:
    answer = client.post(f"{URL}/old/start")
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert answer.json["detail"]["fields"][0]["field"] == "policy.suppress.0.match.0"


def test_it_is_corrected(client: FlaskClient, stores: Stores) -> None:
    read = client.get(f"{URL}/old")
    spec = {**read.json["spec"], "policy": {}}
    answer = client.put(f"{URL}/old", json=spec, headers={"If-Match": read.headers["ETag"]})
    assert (answer.status_code, answer.json["health"]["state"]) == (200, "pending")
    assert stores.audit.page("default").items[0].sentence == "Changed policy.suppress[0]."


def test_it_is_removed(client: FlaskClient, stores: Stores) -> None:
    assert client.delete(f"{URL}/old").status_code == 204
    assert stores.audit.page("default").items[0].subject.name == "The old one"


@pytest.fixture
def old_rule(client: FlaskClient, stores: Stores) -> dict[str, Any]:
    """A rule of an older version, beside one that is sound."""
    for name in ("a-sound-one", "tell"):
        assert client.post(RULES, json={**RULE, "name": name}).status_code == 201
    outdate_rule(stores.database, "tell")
    found: dict[str, Any] = client.get(RULES).json["items"][1]
    return found


def test_an_old_rule_is_listed_with_what_is_wrong(client: FlaskClient, old_rule: dict[str, Any]) -> None:
    assert "`when.labels.0`: " in old_rule["mistake"]
    assert old_rule["spec"]["when"]["labels"] == ['pod=~"(?=canary).*"']
    assert client.get(f"{RULES}/a-sound-one").json["mistake"] is None
    answer = client.post(f"{RULES}/tell/stop")
    assert (answer.status_code, answer.json["message"]) == (409, old_rule["mistake"])


def test_an_old_rule_is_corrected(client: FlaskClient, stores: Stores, old_rule: dict[str, Any]) -> None:
    corrected = client.put(f"{RULES}/tell", json=RULE)
    assert (corrected.status_code, corrected.json["mistake"]) == (200, None)
    assert stores.audit.page("default").items[0].sentence == "Changed when.labels."


def test_an_old_rule_is_removed(client: FlaskClient, old_rule: dict[str, Any]) -> None:
    assert client.delete(f"{RULES}/tell").status_code == 204


def test_an_old_rule_keeps_no_other_from_listening(stores: Stores, old_rule: dict[str, Any]) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW_MS, "sound"))], NOW_MS)
    assert AutomationDesk(stores, lambda _events: None).look(NOW_MS) == 1
    (run,) = stores.automation_runs.page("default").items
    assert (run.automation, run.state) == ("a-sound-one", RunState.APPROVED)


def test_a_run_of_an_old_rule_can_be_rejected_and_not_approved(client: FlaskClient, stores: Stores) -> None:
    client.post(RULES, json={**RULE, "approval": {}})
    stores.anomalies.record([opened(make_anomaly(NOW_MS, "sound"))], NOW_MS)
    AutomationDesk(stores, lambda _events: None).look(NOW_MS)
    (run,) = stores.automation_runs.page("default").items
    with stores.database.begin() as connection:
        connection.execute(update(AutomationRunRow).values(plan={**run.plan, "gone": 1}))
    assert client.post(f"{RULES}/runs/{run.id}/approve").status_code == 409
    assert client.post(f"{RULES}/runs/{run.id}/reject").json["state"] == "refused"


@pytest.fixture
def old_source(client: FlaskClient, stores: Stores) -> dict[str, Any]:
    """A data source of an older version, with a secret, beside one that is sound."""
    for name in ("a-sound-one", "main"):
        assert client.post(SOURCES, json={**SOURCE, "name": name}).status_code == 201
    with stores.database.begin() as connection:
        is_old = DataSourceRow.name == "main"
        spec = connection.execute(select(DataSourceRow.spec).where(is_old)).scalar_one()
        connection.execute(update(DataSourceRow).where(is_old).values(spec={**spec, "gone": 1}))
    found: dict[str, Any] = client.get(SOURCES).json["items"][1]
    return found


def test_an_old_source_is_listed_with_what_is_wrong(client: FlaskClient, old_source: dict[str, Any]) -> None:
    assert (old_source["id"], old_source["status"]["state"]) == ("main", "down")
    assert "there is no `gone` here" in old_source["status"]["sentence"]
    assert "hunter2" not in str(old_source)
    assert client.get(f"{SOURCES}/main").json == old_source
    assert client.get(f"{SOURCES}/main/health").status_code == 409


def test_an_old_source_is_replaced_and_its_secrets_must_come_anew(
    client: FlaskClient, stores: Stores, old_source: dict[str, Any]
) -> None:
    masked = {**old_source["spec"]}
    del masked["gone"]
    assert "is masked" in client.put(f"{SOURCES}/main", json=masked).json["message"]
    replaced = client.put(f"{SOURCES}/main", json=SOURCE)
    assert (replaced.status_code, replaced.json["status"]) == (200, None)
    assert stores.audit.page("default").items[0].sentence.startswith("Replaced it")


def test_an_old_source_is_removed(client: FlaskClient, old_source: dict[str, Any]) -> None:
    assert client.delete(f"{SOURCES}/main").status_code == 204
    assert [one["id"] for one in client.get(SOURCES).json["items"]] == ["a-sound-one"]
