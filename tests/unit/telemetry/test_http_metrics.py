from prometheus_client import CollectorRegistry

from barograph.telemetry.http_metrics import HttpMetrics


def test_answers_and_errors_are_counted() -> None:
    registry = CollectorRegistry()
    metrics = HttpMetrics(registry)
    metrics.observe("GET", "/api/v1/detectors", 200, 0.004)
    metrics.count_error("not_found")
    labels = {"method": "GET", "route": "/api/v1/detectors", "status": "200"}
    assert registry.get_sample_value("barograph_http_request_duration_seconds_count", labels) == 1
    assert registry.get_sample_value("barograph_http_errors_total", {"code": "not_found"}) == 1
