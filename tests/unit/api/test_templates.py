from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.api.services import Services
from barograph.runtime.checks import detector_checks

URL = "/api/v1/templates"


@pytest.fixture
def checking(make_app: Callable[..., Flask]) -> FlaskClient:
    """A client of an application that checks specifications as the product does."""
    app = make_app()
    services: Services = app.extensions["barograph"]
    object.__setattr__(services, "checks", detector_checks(read_languages=dict))
    return app.test_client()


def test_templates_are_listed_with_their_parameters(client: FlaskClient) -> None:
    answer = client.get(URL)
    red = next(item for item in answer.json["items"] if item["name"] == "red")
    assert red["detectors"] == 3
    assert red["source_type"] == "prometheus"
    assert {"name", "title", "help", "type", "default", "choices"} == set(red["parameters"][0])


def test_a_rendered_template_can_be_posted_as_it_is(checking: FlaskClient) -> None:
    body = {"parameters": {"selector": 'job="shop"', "alerts_per_week": 1}, "datasource": "main"}
    answer = checking.post(f"{URL}/red/render", json=body)
    assert answer.status_code == 200
    assert answer.json["yaml"].startswith("apiVersion: 1\ndetectors:\n  - name: red-rate\n")
    for spec in answer.json["detectors"]:
        assert spec["query"]["source"] == "main"
        assert checking.post("/api/v1/detectors", json=spec).status_code == 201


def test_a_value_that_breaks_the_expression_is_refused(checking: FlaskClient) -> None:
    answer = checking.post(f"{URL}/red/render", json={"parameters": {"selector": 'job=="shop"'}})
    assert answer.status_code == 422
    assert "The PromQL is wrong" in answer.json["message"]


def test_an_unknown_template_is_not_found(client: FlaskClient) -> None:
    assert client.post(f"{URL}/mainframe/render", json={}).status_code == 404
