import os
import subprocess
import sys
from pathlib import Path

from prometheus_client import CollectorRegistry

from barograph.telemetry.http_metrics import SHARED_FOLDER, HttpMetrics

WORKER = """
from prometheus_client import CollectorRegistry, generate_latest
from barograph.telemetry.http_metrics import HttpMetrics
registry = CollectorRegistry()
metrics = HttpMetrics(registry)
metrics.observe("GET", "/ready", 200, 0.004)
metrics.count_error("not_found")
print(generate_latest(registry).decode())
"""


def test_answers_and_errors_are_counted() -> None:
    registry = CollectorRegistry()
    metrics = HttpMetrics(registry)
    metrics.observe("GET", "/api/v1/detectors", 200, 0.004)
    metrics.count_error("not_found")
    labels = {"method": "GET", "route": "/api/v1/detectors", "status": "200"}
    assert registry.get_sample_value("barograph_http_request_duration_seconds_count", labels) == 1
    assert registry.get_sample_value("barograph_http_errors_total", {"code": "not_found"}) == 1


def test_each_worker_shows_the_counts_of_all_also_of_those_that_died(tmp_path: Path) -> None:
    environment = {**os.environ, SHARED_FOLDER: str(tmp_path)}
    for count in (1.0, 2.0):
        command = [sys.executable, "-c", WORKER]
        page = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        labels = 'method="GET",route="/ready",status="200"'
        assert f"barograph_http_request_duration_seconds_count{{{labels}}} {count}" in page
        assert f'barograph_http_errors_total{{code="not_found"}} {count}' in page
        assert "# HELP barograph_http_errors_total Answers that carry an error, by its code." in page
