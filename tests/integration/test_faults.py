"""A source that fails hurts its own detectors only, and they miss nothing."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from tests.integration.test_product import Target
from tests.servers.base import wait_until
from tests.servers.faults import answer, hang_up, truncated
from tests.servers.gate import Gate, gate_before
from tests.servers.product import product_running
from tests.servers.prometheus import prometheus_running

DETECTOR = """\
  - name: {name}
    query: {{source: {source}, expression: pressure_pascals, step: 1s, offset: 1s}}
    algorithm: {{name: zscore, parameters: {{window: 20}}}}
    schedule: {{history: 1m, train_every: 1h}}
    policy: {{recover_points: 2, min_deviation: 50}}
"""
DETECTORS = "detectors:\n" + "".join(
    DETECTOR.format(name=name, source=source) for name, source in (("sound", "steady"), ("sick", "shaky"))
)
SOURCES = """\
datasources:
  - {{name: steady, type: prometheus, urls: ["{steady}"]}}
  - {{name: shaky, type: prometheus, urls: ["{shaky}"], attempts: 1, timeout: 5s}}
"""
FAULTS = (hang_up, answer(b"", 429, retry_after="1"), truncated(b'{"status": "success"}', 9))


@dataclass
class Site:
    """A target, the gate before its Prometheus, and the product."""

    target: Target
    gate: Gate
    url: str

    def get(self, path: str) -> Any:
        return requests.get(f"{self.url}/api/v1/{path}", timeout=10).json()

    def health(self, detector: str) -> Any:
        return self.get(f"detectors/{detector}/health")

    def evaluated_to(self, detector: str) -> int:
        return int(self.get(f"detectors/{detector}/status")["evaluated_to_ms"] or 0)

    def events(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.get("events?limit=500")["items"] if event["type"] == kind]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    target = Target()
    thread = threading.Thread(target=target.server.serve_forever)
    thread.start()
    folder = tmp_path_factory.mktemp("product")
    try:
        with (
            prometheus_running(tmp_path_factory.mktemp("db"), targets=[target.address]) as prometheus,
            gate_before(prometheus.url) as gate,
        ):
            sources = folder / "provisioning" / "datasources"
            sources.mkdir(parents=True)
            (sources / "all.yaml").write_text(SOURCES.format(steady=prometheus.url, shaky=gate.url))
            with product_running(folder, DETECTORS) as product:
                yield Site(target, gate, product.url)
    finally:
        target.server.shutdown()
        thread.join()
        target.server.server_close()


def test_a_source_that_fails_stops_nobody_else_and_no_point_is_lost(site: Site) -> None:
    for name in ("sound", "sick"):
        wait_until(lambda name=name: site.health(name)["state"] == "running", f"{name} running", 90)
    site.gate.misbehave(FAULTS)
    wait_until(lambda: site.health("sick")["state"] == "failing", "the detector failing", 30)
    assert site.health("sick")["error_code"] == "source_unavailable"
    stopped_at, went_on_from = site.evaluated_to("sick"), site.evaluated_to("sound")

    # What is strange while the source is away is found by the other one now, and here when it is back.
    site.target.value = 900.0
    wait_until(lambda: len(site.get("anomalies?detector=sound")["items"]) > 0, "the other's anomaly", 30)
    site.target.value = 100.0
    wait_until(lambda: len(site.events("source_health")) > 0, "the event about the source", 30)
    assert site.events("source_health")[0]["payload"]["source"] == "shaky"
    assert site.evaluated_to("sound") > went_on_from
    assert site.health("sound")["state"] == "running"
    collection = site.get("detectors/sick/status")["collection"]
    assert collection["last_error_code"] == "source_unavailable"
    assert site.evaluated_to("sick") == stopped_at

    site.gate.behave()
    wait_until(lambda: site.health("sick")["state"] == "running", "the detector coming back", 60)
    wait_until(lambda: site.evaluated_to("sick") > stopped_at + 1000, "the points being judged", 30)
    wait_until(lambda: len(site.get("anomalies?detector=sick")["items"]) > 0, "its anomaly", 30)
    (theirs,), (ours,) = (site.get(f"anomalies?detector={name}")["items"] for name in ("sound", "sick"))
    assert ours["started_ms"] == theirs["started_ms"]
