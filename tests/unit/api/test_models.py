from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from barograph.algorithms.codec import checksum_of, encode_model
from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Event, EventType, Frame
from barograph.security import Role
from barograph.storage import ModelInfo, Stores
from barograph.storage.model_watches import StoredWatch
from barograph.training.versions import signature_of
from tests.unit.storage.making import make_spec

MODELS = "/api/v1/detectors/latency/models"
SPEC = make_spec(algorithm={"name": "zscore", "parameters": {"window": 60}})


def content_of(algorithm: str = "zscore", seed: int = 1) -> bytes:
    values = np.random.default_rng(seed).normal(0, 1, 500)
    frame = Frame.single(np.arange(500) * 1000, values)
    return encode_model(Registry.installed().create(algorithm).fit(frame))


def add(stores: Stores, version: int, spec: DetectorSpec = SPEC) -> None:
    content = content_of(seed=version)
    info = ModelInfo(
        tenant="default",
        detector_id="latency",
        version=version,
        algorithm="zscore",
        algorithm_version=1,
        state="active",
        digest=checksum_of(content),
        size_bytes=len(content),
        series_count=1,
        history_from_ms=0,
        history_to_ms=499_000,
        fit_seconds=0.5,
        trained_ms=version,
        meta={"signature": signature_of(spec), "points": 500, "reason": "age"},
    )
    stores.models.add(info, content, Event(EventType.MODEL_TRAINED, "default", version, {}, "latency"))


@pytest.fixture
def versions(stores: Stores) -> None:
    stores.detectors.create("default", SPEC, now_ms=1)
    for version in (1, 2, 3):
        add(stores, version)


def states(client: FlaskClient) -> dict[int, str]:
    return {item["version"]: item["state"] for item in client.get(MODELS).json["items"]}


@pytest.mark.usefixtures("versions")
def test_versions_are_listed_and_read_with_what_is_known_of_them(client: FlaskClient) -> None:
    listed = client.get(MODELS).json["items"]
    assert [item["version"] for item in listed] == [3, 2, 1]
    assert client.get(f"{MODELS}/3").json == listed[0]
    assert listed[0]["meta"]["points"] == 500
    assert client.get(f"{MODELS}/9").status_code == 404
    assert client.get("/api/v1/detectors/nobody/models").status_code == 404


@pytest.mark.usefixtures("versions")
def test_a_step_back_and_a_promotion_change_what_is_in_force_and_are_events(
    client: FlaskClient, stores: Stores
) -> None:
    assert client.post(f"{MODELS}/rollback").json["version"] == 2
    assert states(client) == {1: "retired", 2: "active", 3: "retired"}
    assert client.post(f"{MODELS}/3/promote").json["state"] == "active"
    assert [event.type for event in stores.events.after("default", 0, 50, "latency")][-2:] == [
        EventType.MODEL_ROLLED_BACK,
        EventType.MODEL_PROMOTED,
    ]


@pytest.mark.usefixtures("versions")
def test_there_is_no_way_back_from_the_first_version(client: FlaskClient) -> None:
    assert client.post(f"{MODELS}/1/promote").status_code == 200
    answer = client.post(f"{MODELS}/rollback")
    assert answer.status_code == 409
    assert states(client)[1] == "active"


@pytest.mark.usefixtures("versions")
def test_a_model_of_another_query_is_not_put_in_force(client: FlaskClient, stores: Stores) -> None:
    add(stores, 4, make_spec(query={"expression": "down"}))
    add(stores, 5)
    assert client.post(f"{MODELS}/4/promote").status_code == 409
    assert client.post(f"{MODELS}/rollback").json["version"] == 3


@pytest.mark.usefixtures("versions")
def test_two_versions_are_compared_side_by_side(client: FlaskClient) -> None:
    compared = client.get(f"{MODELS}/compare?left=1&right=3").json
    assert compared["differences"]["state"] == ["retired", "active"]
    assert compared["differences"]["trained_ms"] == [1, 3]
    assert "algorithm" not in compared["differences"]
    assert (compared["left"]["version"], compared["right"]["version"]) == (1, 3)


@pytest.mark.usefixtures("versions")
def test_an_exported_model_comes_back_as_a_candidate_with_the_same_bytes(client: FlaskClient) -> None:
    exported = client.get(f"{MODELS}/1/file")
    assert exported.mimetype == "application/octet-stream"
    taken = client.post(MODELS, data=exported.data)
    assert (taken.status_code, taken.json["version"], taken.json["state"]) == (201, 4, "candidate")
    assert taken.json["digest"] == client.get(f"{MODELS}/1").json["digest"]
    assert client.get(f"{MODELS}/4/file").data == exported.data
    assert states(client)[3] == "active"
    assert client.post(f"{MODELS}/4/promote").json["state"] == "active"


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a model file"),
        (b"no model", "not a model file"),
        (content_of()[:-1] + b"x", "damaged"),
        (content_of("mad"), "uses `zscore`"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_the_reason(
    client: FlaskClient, content: bytes, reason: str
) -> None:
    answer = client.post(MODELS, data=content)
    assert answer.status_code == 422
    assert reason in answer.json["message"]
    assert len(states(client)) == 3


@pytest.mark.usefixtures("versions")
def test_a_file_may_be_as_large_as_its_own_setting_says(make_app: Callable[..., Flask]) -> None:
    content = content_of()
    small = make_app(model_file_bytes=1024).test_client().post(MODELS, data=content + bytes(1024))
    assert (small.status_code, small.json["detail"]["limit_bytes"]) == (413, 1024)
    large: Any = make_app(api_max_body_bytes=1024).test_client().post(MODELS, data=content + bytes(1024))
    assert large.status_code == 422


@pytest.mark.usefixtures("versions")
def test_a_viewer_may_look_at_models_but_not_change_what_is_in_force(
    make_app: Callable[..., Flask], key_of: Callable[..., dict[str, str]]
) -> None:
    client, viewer = make_app(auth_mode="required").test_client(), key_of(Role.VIEWER)
    assert client.get(f"{MODELS}/1/file", headers=viewer).status_code == 200
    for address in (MODELS, f"{MODELS}/1/promote", f"{MODELS}/rollback"):
        assert client.post(address, headers=viewer).status_code == 403


@pytest.mark.usefixtures("versions")
def test_the_models_of_all_detectors_are_listed_page_by_page(client: FlaskClient) -> None:
    client.post("/api/v1/detectors", json={"name": "traffic", "query": {"expression": "up"}})
    first = client.get("/api/v1/models?limit=1").json
    assert [item["detector"] for item in first["items"]] == ["latency"]
    assert first["items"][0]["quality"] == client.get("/api/v1/detectors/latency/quality").json
    second = client.get(f"/api/v1/models?limit=1&cursor={first['next_cursor']}").json
    assert [(item["detector"], item["quality"]["model_version"]) for item in second["items"]] == [
        ("traffic", None)
    ]
    assert second["next_cursor"] is None
    assert client.get("/api/v1/models?text=TRAFF").json["items"] == second["items"]


@pytest.mark.usefixtures("versions")
def test_the_quality_of_a_model_is_read_before_and_after_it_was_watched(
    client: FlaskClient, stores: Stores
) -> None:
    before = client.get("/api/v1/detectors/latency/quality").json
    assert (before["model_version"], before["fit_seconds"]) == (3, 0.5)
    assert before["drift"] == {"state": "unknown", "tests": [], "since_ms": None}
    report = {
        "scores": {"edges": [0, 0.5, 1], "counts": [9, 1], "reference_counts": [90, 10]},
        "window_points": 1440,
        "score_ms": {"p50": 1.5, "p95": 3.0},
    }
    stores.model_watches.save(StoredWatch("default", "latency", 3, 5, {}, report))
    after = client.get("/api/v1/detectors/latency/quality").json
    assert after["scores"] == report["scores"]
    assert after["score_ms"] == report["score_ms"]
    assert client.get("/api/v1/detectors/nobody/quality").status_code == 404
