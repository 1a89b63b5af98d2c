from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.api.services import Services
from barograph.runtime.checks import detector_checks

URL = "/api/v1/detectors"


@pytest.fixture
def checking(make_app: Callable[..., Flask]) -> FlaskClient:
    """A client of an application that checks specifications as the product does."""
    app = make_app()
    services: Services = app.extensions["barograph"]
    object.__setattr__(services, "checks", detector_checks(read_types=dict))
    return app.test_client()


def test_mistakes_are_told_by_line_and_column(checking: FlaskClient) -> None:
    text = "detectors:\n  - name: a\n    query:\n      expression: rate(up\n    polcy: {}\n"
    answer = checking.post(f"{URL}/validate", json={"yaml": text}).json
    assert not answer["is_valid"]
    assert [(one["line"], one["column"]) for one in answer["mistakes"]] == [(5, 5)]
    assert "did you mean `policy`" in answer["mistakes"][0]["message"]
    answer = checking.post(f"{URL}/validate", json={"yaml": text.replace("    polcy: {}\n", "")}).json
    assert answer["mistakes"][0]["where"] == "detectors[0].query.expression"
    assert answer["mistakes"][0]["line"] == 4


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
