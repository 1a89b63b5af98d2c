"""Scores on their way into a real Prometheus."""

import time
from pathlib import Path
from typing import Any

import requests

from barograph.domain import Labels
from barograph.sinks.write_request import Sample
from tests.servers.base import free_port, wait_until
from tests.servers.faults import answer
from tests.servers.gate import gate_before
from tests.servers.product import product_running
from tests.servers.prometheus import fill_prometheus, prometheus_running, write_openmetrics
from tests.unit.sinks.making import make_writer

DETECTORS = """
detectors:
  - name: pressure
    query: {expression: pressure, step: 1s}
    algorithm: {name: zscore, parameters: {window: 20}}
    schedule: {history: 5m, train_every: 1h}
"""


def query(url: str, expression: str) -> list[dict[str, Any]]:
    page = requests.get(f"{url}/api/v1/query", params={"query": expression}, timeout=10).json()
    found: list[dict[str, Any]] = page["data"]["result"]
    return found


def fill_with_pressure(folder: Path) -> None:
    """Give a Prometheus a series that goes on into the future, so that no test waits for its past."""
    folder.mkdir()
    now = int(time.time())
    samples = [
        ('pressure{job="boiler",pod="a"}', 100 + second * 7919 % 13 / 13, second * 1000)
        for second in range(now - 600, now + 300)
    ]
    write_openmetrics(folder / "samples.txt", samples)
    fill_prometheus(folder, folder / "samples.txt")


SINKS = """
sinks:
  - {{name: long-term, type: remote_write, urls: ["http://127.0.0.1:{port}/api/v1/write"]}}
"""


def check_scores(url: str, matcher: str) -> None:
    """Look at what came by one of the two ways: a scrape calls the job of a series `exported_job`."""
    wait_until(lambda: query(url, f"barograph_score{matcher}") != [], f"a score with {matcher}")
    (score,) = query(url, f"barograph_score{matcher}")
    assert {"detector": "pressure", "metric": "pressure", "pod": "a"}.items() <= score["metric"].items()
    assert 0 <= float(score["value"][1]) <= 1
    (expected,) = query(url, f"barograph_expected{matcher}")
    assert 100 <= float(expected["value"][1]) <= 101
    for name in ("barograph_lower", "barograph_upper"):
        assert len(query(url, f"{name}{matcher}")) == 1


def test_scores_come_by_scrape_and_by_remote_write(tmp_path: Path) -> None:
    port, store_port = free_port(), free_port()
    fill_with_pressure(tmp_path / "past")
    (tmp_path / "prometheus").mkdir()
    (tmp_path / "provisioning" / "sinks").mkdir(parents=True)
    (tmp_path / "provisioning" / "sinks" / "sinks.yaml").write_text(SINKS.format(port=store_port))
    with (
        prometheus_running(tmp_path / "past") as past,
        prometheus_running(
            tmp_path / "prometheus",
            targets=[f"127.0.0.1:{port}"],
            metrics_path="/metrics/scores",
            arguments=["--web.enable-remote-write-receiver"],
            port=store_port,
        ) as store,
        product_running(tmp_path, DETECTORS, {"BAROGRAPH_PROMETHEUS_URL": past.url}, port=port) as product,
    ):
        for job in ("exported_job", "job"):
            check_scores(store.url, f'{{{job}="boiler"}}')
        assert query(store.url, "barograph_scores_dropped_series")[0]["value"][1] == "0"
        jobs = requests.get(f"{product.url}/api/v1/jobs", timeout=10).json()["items"]
        pages = [job for job in jobs if job["kind"] == "scores"]
        assert len(pages) <= 1, "none but that of a scrape that goes on right now"
        (sink,) = requests.get(f"{product.url}/api/v1/sinks", timeout=10).json()["items"]
        assert (sink["send"], sink["addresses"][0]["last_error"]) == (["scores"], "")
        (tried,) = requests.post(f"{product.url}/api/v1/sinks/long-term/test", timeout=10).json()["items"]
        assert tried == {"queue": "long-term/1", "outcome": "delivered", "reason": ""}
        assert query(store.url, "barograph_sink_test")[0]["value"][1] == "1"


def test_prometheus_takes_what_is_written_and_gives_back_the_same(tmp_path: Path) -> None:
    past = int(time.time()) * 1000 - 60_000
    written = [
        Sample(Labels({"__name__": name, "detector": "a", "pod": f"{pod}"}), past + step * 15_000, value)
        for step in range(4)
        for name, value in (("barograph_score", 0.1 + step / 7), ("barograph_expected", -1e300 * step))
        for pod in range(300)
    ]
    with (
        prometheus_running(tmp_path, arguments=["--web.enable-remote-write-receiver"]) as server,
        gate_before(server.url) as gate,
    ):
        writer = make_writer(f"{gate.url}/api/v1/write", batch=500, external_labels={"cluster": "eu"})
        writer.offer(written)
        gate.misbehave([answer(b"", 503)])
        assert not writer.run_once(0)
        gate.behave()
        while writer.run_once(1000):
            pass
        assert (writer.to_json()["delivered"], writer.to_json()["last_error"]) == (len(written), "")
        read = [
            (point["metric"], [(int(at * 1000), float(value)) for at, value in point["values"]])
            for name in ("barograph_score", "barograph_expected")
            for point in query(server.url, f"{name}[5m]")
        ]
        writer.offer([Sample(Labels(__name__="barograph_score"), past - 10**10, 1.0)])
        assert writer.run_once(2000)
        assert writer.to_json()["refused"] == 1, "too old for this Prometheus"
    expected: dict[Labels, list[tuple[int, float]]] = {}
    for sample in written:
        expected.setdefault(sample.labels.merged({"cluster": "eu"}), []).append(
            (sample.time_ms, sample.value)
        )
    assert {Labels(metric): points for metric, points in read} == expected
