"""Every code is raised by a request, explained in docs/errors.md, and looks the same."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from barograph import errors
from barograph.api.docs import documented_errors
from barograph.errors import BarographError, StorageUnavailable
from barograph.security import Role
from barograph.storage import Stores

URL = "/api/v1/detectors"
SPEC = {"name": "latency", "query": {"expression": "up"}}
FIELDS = {
    "code",
    "message",
    "detail",
    "retryable",
    "request_id",
    "docs",
    "type",
    "title",
    "status",
    "instance",
}


def check(answer: TestResponse, code: str, status: int) -> dict[str, Any]:
    body: dict[str, Any] = answer.json
    assert (body["code"], answer.status_code) == (code, status)
    assert set(body) == FIELDS
    assert body["request_id"] == answer.headers["X-Request-Id"]
    assert answer.content_type == "application/problem+json"
    assert body["docs"].endswith(f"/api/docs/errors#{code}")
    assert "Traceback" not in answer.text
    return body


@pytest.mark.parametrize(
    ("content", "content_type", "code", "status"),
    [
        (b'{"name": ', "application/json", "malformed_json", 400),
        (b"", "application/json", "malformed_json", 400),
        (b'{"name": "\xff\xfe"}', "application/json", "malformed_json", 400),
        (b'{"name": "\\ud800"}', "application/json", "malformed_json", 400),
        (b"name: latency", "application/yaml", "unsupported_media_type", 415),
        (b"[]", "application/json", "validation_failed", 422),
        (b"null", "application/json", "validation_failed", 422),
        (b'"text"', "application/json", "validation_failed", 422),
        (b'{"name": 7, "query": {"expression": "up"}}', "application/json", "validation_failed", 422),
        (b'{"name": "a", "query": {"expression": "\\u0000"}}', "application/json", "validation_failed", 422),
        (
            b'{"name": "a", "query": {"expression": "up"}, "colour": 1}',
            "application/json",
            "validation_failed",
            422,
        ),
        (
            b'{"name": "a", "query": {"expression": "up", "step": "1e99s"}}',
            "application/json",
            "validation_failed",
            422,
        ),
        (b"[" * 100_000, "application/json", "malformed_json", 400),
    ],
)
def test_bodies_that_can_not_be_read(
    client: FlaskClient, content: bytes, content_type: str, code: str, status: int
) -> None:
    check(client.post(URL, data=content, content_type=content_type), code, status)


def test_a_mistake_is_named_with_its_field(client: FlaskClient) -> None:
    answer = client.post(URL, json={"name": "Has Space", "query": {"expression": "up", "step": "soon"}})
    body = check(answer, "validation_failed", 422)
    assert [item["field"] for item in body["detail"]["fields"]] == ["name", "query.step"]
    assert body["detail"]["fields"][0]["message"].endswith("how about `has-space`?")
    assert "soon" in body["detail"]["fields"][1]["message"]


def test_a_body_of_50_megabytes_is_not_read(client: FlaskClient) -> None:
    content = b" " * 50_000_000
    check(client.post(URL, data=content, content_type="application/json"), "payload_too_large", 413)


def test_a_body_of_50_megabytes_that_hides_its_length_is_read_up_to_the_limit(client: FlaskClient) -> None:
    stream = BytesIO(b" " * 50_000_000)
    answer = client.post(
        URL,
        input_stream=stream,
        content_type="application/json",
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    check(answer, "payload_too_large", 413)
    assert stream.tell() < 3_000_000


@pytest.mark.parametrize(
    "address",
    [
        f"{URL}?cursor=nonsense",
        f"{URL}?limit=0",
        f"{URL}?limit=many",
        f"{URL}?limit=99999999999999999999999",
        f"{URL}?sort=colour",
        f"{URL}?stat=running",
        f"{URL}?state=flying",
        f"{URL}?text=%FF%FE",
        f"{URL}?text=%00",
        f"{URL}?label=noequals",
        f"{URL}/Has%20Space",
        f"{URL}/';DROP%20TABLE%20detectors;--",
        f"{URL}/%FF",
        "/api/v1/anomalies?from_ms=2&to_ms=1",
        "/api/v1/anomalies?from_ms=-1",
        "/api/v1/anomalies/xyz",
        "/api/v1/events?after=-1",
        "/api/v1/events?after=9223372036854775808",
        "/api/v1/jobs/xyz",
    ],
)
def test_addresses_that_make_no_sense(client: FlaskClient, address: str) -> None:
    check(client.get(address), "validation_failed", 422)


@pytest.mark.parametrize("address", [f"{URL}/none", "/nothing", "/api/v1/anomalies/00", "/api/v1/jobs/00"])
def test_not_found(client: FlaskClient, address: str) -> None:
    check(client.get(address), "not_found", 404)


def test_method_not_allowed(client: FlaskClient) -> None:
    answer = client.patch(URL)
    check(answer, "method_not_allowed", 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_conflict(client: FlaskClient) -> None:
    client.post(URL, json=SPEC)
    check(client.post(URL, json=SPEC), "conflict", 409)


def test_unauthenticated(make_app: Callable[..., Flask]) -> None:
    client = make_app(auth_mode="required").test_client()
    answer = client.get(URL)
    check(answer, "unauthenticated", 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    check(client.get(URL, headers={"Authorization": "Bearer bg_wrong"}), "unauthenticated", 401)
    assert client.get("/alive").status_code == client.get("/health").status_code == 200


def test_forbidden(client: FlaskClient, key_of: Callable[..., dict[str, str]]) -> None:
    viewer = key_of(Role.VIEWER)
    assert client.get(URL, headers=viewer).status_code == 200
    body = check(client.post(URL, json=SPEC, headers=viewer), "forbidden", 403)
    assert body["detail"]["required_role"] == "editor"
    assert client.post(URL, json=SPEC, headers=key_of(Role.EDITOR)).status_code == 201


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (errors.SourceUnavailable(), 503),
        (errors.SourceTimeout(), 504),
        (errors.SourceRejectedQuery(detail={"words": "parse error at char 4"}), 422),
        (errors.TooManySeries(), 422),
        (errors.NotEnoughData(), 409),
        (errors.ModelUnavailable(), 409),
    ],
)
def test_what_fails_in_the_engine_comes_back_as_it_was(
    client: FlaskClient, engine: Any, failure: BarographError, status: int
) -> None:
    client.post(URL, json=SPEC)
    engine.failure = failure
    body = check(client.post(f"{URL}/latency/detect"), failure.code, status)
    assert (body["message"], body["retryable"]) == (failure.message, failure.retryable)
    assert failure.detail.items() <= body["detail"].items()


def test_a_database_that_is_away(
    client: FlaskClient, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(stores.database, "read", fail)
    check(client.get(f"{URL}/latency"), "storage_unavailable", 503)
    assert client.get("/ready").status_code == 503
    assert client.get("/health").status_code == 503


def test_what_nobody_expected_tells_no_details(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("hush")

    monkeypatch.setitem(app.view_functions, "system.alive", fail)
    answer = client.get("/alive")
    check(answer, "internal", 500)
    assert "hush" not in answer.text


def test_every_code_is_explained_in_the_docs() -> None:
    text = (Path(__file__).parents[3] / "docs" / "errors.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (yes|no) \| (.*) \| (.*) \|$", text, re.M)
    expected = []
    for kind in documented_errors():
        cause, remedy = " ".join((kind.__doc__ or "").split()).split(". ", 1)
        expected.append((kind.code, str(kind.status), "yes" if kind.retryable else "no", f"{cause}.", remedy))
    assert sorted(rows) == sorted(expected)


def test_every_code_is_raised_by_a_test() -> None:
    tests = "".join(file.read_text() for file in Path(__file__).parents[1].rglob("test_*.py"))
    for code, names in _names_by_code().items():
        assert f'"{code}"' in tests or any(re.search(rf"\b{name}\b", tests) for name in names), code


def _names_by_code() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for kind in documented_errors():
        names.setdefault(kind.code, []).append(kind.__name__)
    return names


@pytest.mark.parametrize(
    ("path", "body", "field", "sentence"),
    [
        ("detectors", {"query": {"expression": "up"}}, "name", "`name` is required"),
        (
            "preview",
            {"detector": {"name": "d", "query": {"expression": "up"}}, "start_ms": "soon", "end_ms": 9},
            "start_ms",
            "a whole number such as 10 is expected here",
        ),
        ("templates/red/render", {"parameters": {"window": None}}, "parameters.window", "a text or a number"),
        ("automations/dry-run", {"automation": {}, "hours": 0}, "hours", "it must be more than 0"),
        ("detectors/start", {"ids": []}, "ids", "it can't be empty"),
    ],
)
def test_mistakes_in_bodies_are_told_in_words_of_people(
    client: FlaskClient, path: str, body: dict[str, Any], field: str, sentence: str
) -> None:
    told = client.post(f"/api/v1/{path}", json=body).json
    fields = {one["field"]: one["message"] for one in told["detail"]["fields"]}
    assert fields[field].startswith(sentence)


def test_mistakes_in_addresses_are_told_in_words_of_people(client: FlaskClient) -> None:
    told = client.get("/api/v1/detectors?limit=many&lable=a").json["message"]
    assert told == "`limit`: a whole number such as 10 is expected here (and 1 more)."
