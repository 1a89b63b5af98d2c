from flask.testing import FlaskClient

from barograph.algorithms.registry import Registry


def test_every_installed_algorithm_is_listed_with_its_cost_and_origin(client: FlaskClient) -> None:
    items = client.get("/api/v1/algorithms").json["items"]
    assert tuple(item["name"] for item in items) == Registry.installed().names
    assert all(item["summary"] and item["cost"] and item["origin"] == "built-in" for item in items)


def test_one_algorithm_tells_its_parameters_with_defaults_and_help(client: FlaskClient) -> None:
    described = client.get("/api/v1/algorithms/zscore").json
    (window,) = (item for item in described["parameters"] if item["name"] == "window")
    assert window["type"] == "int"
    assert window["default"] == 60
    assert window["help"]


def test_an_unknown_algorithm_is_answered_with_the_one_that_was_meant(client: FlaskClient) -> None:
    answer = client.get("/api/v1/algorithms/zskore")
    assert answer.status_code == 404
    assert "Did you mean `zscore`" in answer.json["message"]


def test_a_default_that_is_made_anew_for_each_is_told_as_json(client: FlaskClient) -> None:
    described = client.get("/api/v1/algorithms/ensemble").json
    defaults = {item["name"]: item["default"] for item in described["parameters"]}
    assert any(isinstance(default, list | dict) for default in defaults.values())
