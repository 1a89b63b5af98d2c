"""What is watched in the shop for the benchmark: expressions anybody would choose, with default settings."""

from collections.abc import Mapping

from barograph.config.detector import DetectorSpec

__all__ = ["INCIDENT_SIGNALS", "QUIET_SIGNALS", "detectors_for"]

_ERRORS = 'rate(http_requests_total{code="500"}[5m])'
_P95 = "histogram_quantile(0.95, sum by ({by}, le) (rate(http_request_duration_seconds_bucket[5m])))"
_MEAN = "rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])"

INCIDENT_SIGNALS: Mapping[str, str] = {
    "requests": "sum by (service) (rate(http_requests_total[5m]))",
    "errors": f"sum by (service) ({_ERRORS}) / sum by (service) (rate(http_requests_total[5m]))",
    "latency": _P95.replace("{by}", "service"),
    "pods": _MEAN,
    "cpu": "rate(process_cpu_seconds_total[5m])",
    "memory": "process_resident_memory_bytes",
    "queue": "queue_messages_ready",
    "disk": "1 - node_filesystem_avail_bytes / node_filesystem_size_bytes",
}
# Two hundred series of every shape the shop has.
QUIET_SIGNALS: Mapping[str, str] = {
    **INCIDENT_SIGNALS,
    "codes": "rate(http_requests_total[5m])",
    "pod-latency": _P95.replace("{by}", "pod"),
    "pod-errors": f"sum by (pod) ({_ERRORS}) / sum by (pod) (rate(http_requests_total[5m]))",
    "orders": "rate(shop_orders_total[5m])",
    "connections": "db_connections_in_use",
}


def detectors_for(signals: Mapping[str, str], algorithm: str) -> list[DetectorSpec]:
    """Return detectors that say nothing but what to look at, once a minute."""
    return [
        DetectorSpec.model_validate(
            {
                "name": name,
                "query": {"expression": expression, "step": "1m"},
                "algorithm": {"name": algorithm},
            }
        )
        for name, expression in signals.items()
    ]
