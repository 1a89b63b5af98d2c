from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.engine.text_checks import TextCheckHandler
from barograph.runtime.checks import detector_checks
from barograph.security import Role
from barograph.storage import Job, Stores
from tests.unit.api.conftest import Engine
from tests.unit.engine.test_dry_runs import Onlooker

URL = "/api/v1/detectors"


@pytest.fixture
def checking(make_app: Callable[..., Flask], engine: Engine) -> FlaskClient:
    """A client of an application whose engine reads texts as the product does."""
    handler = TextCheckHandler(lambda: detector_checks(read_languages=dict))

    def check(job: Job) -> dict[str, Any]:
        return handler(job, Onlooker())

    engine.handlers["text_check"] = check
    return make_app().test_client()


def test_mistakes_are_told_by_line_and_column(checking: FlaskClient) -> None:
    text = "detectors:\n  - name: a\n    query:\n      expression: rate(up\n    polcy: {}\n"
    answer = checking.post(f"{URL}/validate", json={"yaml": text}).json
    assert not answer["is_valid"]
    assert [(one["line"], one["column"]) for one in answer["mistakes"]] == [(5, 5)]
    assert "did you mean `policy`" in answer["mistakes"][0]["message"]
    answer = checking.post(f"{URL}/validate", json={"yaml": text.replace("    polcy: {}\n", "")}).json
    assert answer["mistakes"][0]["where"] == "detectors[0].query.expression"
    assert answer["mistakes"][0]["line"] == 4


def test_rules_are_checked_as_detectors_are(checking: FlaskClient) -> None:
    url = "/api/v1/automations/validate"
    text = (
        "automations:\n  - name: tell\n    when: {events: [incident_opened]}\n    then: [{type: retrain}]\n"
    )
    answer = checking.post(url, json={"yaml": text}).json
    assert (answer["is_valid"], answer["mistakes"]) == (True, [])
    assert answer["automations"][0]["when"]["events"] == ["incident_opened"]
    answer = checking.post(url, json={"yaml": text.replace("when:", "wen:")}).json
    assert not answer["is_valid"]
    assert {one["line"] for one in answer["mistakes"]} <= {2, 3}
    assert "did you mean `when`" in " ".join(one["message"] for one in answer["mistakes"])
    hidden = checking.post(url, json={"yaml": text.replace("tell", "${HOME}")}).json
    assert "only in provisioned files" in hidden["mistakes"][0]["message"]


def test_an_editor_learns_what_a_rule_may_say(client: FlaskClient) -> None:
    schema = client.get("/api/v1/schemas/automation")
    assert schema.mimetype == "application/schema+json"
    assert "AutomationSpec" in schema.json["$defs"]
    assert client.get("/api/v1/schemas/nonsense").status_code == 422


def test_a_valid_text_answers_with_its_detectors(checking: FlaskClient) -> None:
    answer = checking.post(
        f"{URL}/validate", json={"yaml": "detectors: [{name: a, query: {expression: up}}]"}
    )
    assert answer.json["is_valid"]
    assert [spec["name"] for spec in answer.json["detectors"]] == ["a"]


@pytest.mark.parametrize("reference", ["${HOME}", "${file:/etc/hostname}", "${NOTHING:-x}"])
def test_a_text_from_the_network_reads_no_secrets(checking: FlaskClient, reference: str) -> None:
    text = f"detectors: [{{name: a, title: '{reference}', query: {{expression: up}}}}]"
    answer = checking.post(f"{URL}/validate", json={"yaml": text}).json
    assert not answer["is_valid"]
    assert answer["detectors"] == []
    assert "only in provisioned files" in answer["mistakes"][0]["message"]


def test_texts_are_read_by_the_engine_and_leave_no_jobs(
    checking: FlaskClient, engine: Engine, stores: Stores
) -> None:
    assert checking.post(f"{URL}/validate", json={"yaml": "detectors: []"}).json["is_valid"]
    assert stores.jobs.latest("default", 10) == ()
    engine.is_away = True
    slow = checking.post(f"{URL}/validate", json={"yaml": "detectors: []"})
    assert (slow.status_code, slow.json["state"]) == (202, "queued")


def test_only_who_may_change_detectors_has_texts_read(
    checking: FlaskClient, key_of: Callable[[Role], dict[str, str]]
) -> None:
    body = {"yaml": "detectors: []"}
    assert checking.post(f"{URL}/validate", json=body, headers=key_of(Role.VIEWER)).status_code == 403
    assert checking.post(f"{URL}/validate", json=body, headers=key_of(Role.EDITOR)).status_code == 200
    assert checking.post(f"{URL}/validate", json={"yaml": "#" * 200_001}).status_code == 422


def test_a_detector_is_shown_as_yaml_that_makes_it_again(checking: FlaskClient) -> None:
    spec = {"name": "a", "title": "Costs ${X}", "query": {"expression": "up"}}
    made = checking.post(URL, json=spec).json
    answer = checking.get(f"{URL}/a/yaml")
    assert (answer.status_code, answer.mimetype) == (200, "text/yaml")
    again = checking.post(f"{URL}/validate", json={"yaml": answer.text}).json
    assert again["detectors"] == [made["spec"]]
    assert checking.get(f"{URL}/b/yaml").status_code == 404


def test_editors_get_the_schema_of_files(client: FlaskClient) -> None:
    answer = client.get("/api/v1/schemas/detector")
    assert answer.mimetype == "application/schema+json"
    assert "DetectorSpec" in answer.json["$defs"]
