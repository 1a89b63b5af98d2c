"""The OpenAPI document keeps its word: whatever it allows and whatever it forbids, no answer is a 500."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from barograph.engine.text_checks import TextCheckHandler
from barograph.storage import Stores
from tests.unit.api.conftest import Engine
from tests.unit.engine.test_dry_runs import Onlooker
from tests.unit.storage.making import make_anomaly, make_spec, opened

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture
def operations(make_app: Callable[..., Flask], stores: Stores, engine: Engine) -> list[Any]:
    read_text = TextCheckHandler(lambda: ())
    engine.handlers["text_check"] = lambda job: read_text(job, Onlooker())
    engine.results["labels"] = {"items": []}
    stores.detectors.create("default", make_spec(labels={"team": "shop"}), now_ms=1)
    stores.anomalies.record([opened(make_anomaly())], now_ms=2)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", make_app())
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_answers_as_described(operations: list[Any], mode: GenerationMode) -> None:
    assert len(operations) >= 18
    for operation in operations:
        if mode in _modes_of(operation):
            _fuzz(operation, mode)


def _modes_of(operation: Any) -> set[GenerationMode]:
    """An operation that takes nothing can't be asked wrongly."""
    takes_something = operation.path_parameters or operation.query or operation.body
    return (
        {GenerationMode.POSITIVE, GenerationMode.NEGATIVE} if takes_something else {GenerationMode.POSITIVE}
    )


def _fuzz(operation: Any, mode: GenerationMode) -> None:
    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    ask()


def test_every_list_is_read_page_by_page(client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").json
    schemas = document["components"]["schemas"]
    without = set()
    for path, methods in document["paths"].items():
        answer = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        name = answer.get("application/json", {}).get("schema", {}).get("$ref", "").rpartition("/")[2]
        shape = schemas.get(name, {}).get("properties", {})
        if "items" in shape and "next_cursor" not in shape:
            without.add(path)
    assert without == {"/api/v1/events"}, "whoever follows the log asks by the id of the last event"
