"""Trainings and the quality of models through real processes: REST, WebSocket, metrics."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from tests.servers.base import RunningServer, free_port, running, wait_until
from tests.servers.product import product_running

DETECTORS = """\
apiVersion: 1
detectors:
  - name: memory
    query: {expression: process_resident_memory_bytes, step: 10s}
    algorithm: {name: zscore}
    schedule: {history: 6h}
  - name: slow
    query: {expression: process_resident_memory_bytes, step: 10s}
    algorithm: {name: lstm, parameters: {hidden: 128, epochs: 1000, samples: 1000000}}
    schedule: {history: 6h}
"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder, port = tmp_path_factory.mktemp("product"), free_port()
    shop = [sys.executable, "-m", "barograph.demo.server", "--port", str(port), "--quiet"]
    address = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        return requests.get(f"{address}/-/healthy", timeout=5).status_code < 500

    with running(shop, port, tmp_path_factory.mktemp("shop"), answers):
        settings = {"BAROGRAPH_PROMETHEUS_URL": address, "BAROGRAPH_TRAINING_WORKERS": "2"}
        with product_running(folder, DETECTORS, settings) as server:
            yield server


def get(product: RunningServer, path: str) -> Any:
    return requests.get(f"{product.url}/api/v1{path}", timeout=10).json()


def progress_of(product: RunningServer, job_id: str) -> dict[str, Any]:
    """Wait until the WebSocket tells that a job is under way."""
    address = f"{product.url.replace('http', 'ws')}/api/v1/live"
    client = websocket.create_connection(address, subprotocols=["barograph.v1"], timeout=30)
    client.send(json.dumps({"type": "subscribe", "topics": ["detectors"], "resume_from": 0}))
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            message: dict[str, Any] = json.loads(client.recv())
            is_progress = message.get("event") == "job_progress" and message["payload"]["job_id"] == job_id
            if is_progress and 0 < message["payload"]["progress"] < 1:
                return message["payload"]
    finally:
        client.shutdown()
    raise AssertionError("no progress was told")


def running_job(product: RunningServer) -> dict[str, Any] | None:
    jobs = get(product, "/jobs?detector=slow")["items"]
    return next((job for job in jobs if job["state"] == "running" and job["progress"] > 0), None)


def test_a_training_tells_its_progress_and_is_cancelled(product: RunningServer) -> None:
    wait_until(lambda: running_job(product) is not None, "a training that goes on", 60)
    job = running_job(product)
    assert job is not None
    assert progress_of(product, job["id"])["state"] == "running"
    requests.post(f"{product.url}/api/v1/jobs/{job['id']}/cancel", timeout=10).raise_for_status()
    ended = get(product, f"/jobs/{job['id']}")
    assert (ended["state"], ended["error"]["code"]) == ("failed", "cancelled")
    assert get(product, "/detectors/slow/models")["items"] == []


def test_the_quality_of_a_trained_model_is_told(product: RunningServer) -> None:
    def is_watched() -> bool:
        return get(product, "/detectors/memory/quality")["updated_ms"] is not None

    wait_until(is_watched, "the first tick of the model", 120)
    quality = get(product, "/detectors/memory/quality")
    scores = quality["scores"]
    assert len(scores["counts"]) == len(scores["reference_counts"]) == len(scores["edges"]) - 1
    assert sum(scores["counts"]) > 0
    assert sum(scores["reference_counts"]) > 10_000
    assert quality["drift"]["state"] in ("unknown", "steady")
    assert quality["score_ms"]["p50"] > 0
    assert quality["fit_seconds"] > 0
    (model,) = get(product, "/detectors/memory/models")["items"]
    assert model["meta"]["quality"]["scored"] > 10_000
    wait_until(
        lambda: 'barograph_models{drift="' in requests.get(f"{product.url}/metrics", timeout=10).text,
        "metrics of models",
    )


def test_listing_algorithms_loads_none_of_them_into_the_web_process(product: RunningServer) -> None:
    assert len(get(product, "/algorithms")["items"]) > 10
    web = [
        process
        for process in Path("/proc").glob("[0-9]*")
        if (process / "cmdline").exists() and is_web_of(process, product)
    ]
    assert web
    for process in web:
        assert "sklearn" not in (process / "maps").read_text(encoding="utf-8")


def is_web_of(process: Path, product: RunningServer) -> bool:
    """Tell whether a process is a web process of our own product."""
    try:
        command = (process / "cmdline").read_bytes()
        environment = (process / "environ").read_bytes()
    except OSError:
        return False
    return b"web_process" in command and str(product.folder).encode() in environment
