"""Looks at a real Prometheus and proposes detectors for what it finds there."""

from collections.abc import Iterator

import requests

from barograph.config.detector import DetectorSpec
from barograph.errors import SourceUnavailable

__all__ = ["discover", "propose"]

_TIMEOUT_SECONDS = 10
# Metric that must be there, name, title, unit, expression, and what else the policy says.
_PROPOSALS: tuple[tuple[str, str, str, str, str, dict[str, object]], ...] = (
    ("up", "targets-up", "Targets that answer", "targets", "sum by (job) (up)", {"direction": "down"}),
    (
        "http_requests_total",
        "requests",
        "Requests of each job",
        "requests/s",
        "sum by (job) (rate(http_requests_total[2m]))",
        {"min_deviation_ratio": 0.2},
    ),
    (
        "prometheus_http_requests_total",
        "prometheus-requests",
        "Requests that Prometheus answers",
        "requests/s",
        "sum by (job) (rate(prometheus_http_requests_total[2m]))",
        {"min_deviation_ratio": 0.5},
    ),
    (
        "node_cpu_seconds_total",
        "node-cpu",
        "Busy share of the CPUs",
        "ratio",
        '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[2m]))',
        {"min_deviation": 0.05},
    ),
    (
        "node_memory_MemAvailable_bytes",
        "node-memory",
        "Memory that is available",
        "bytes",
        "node_memory_MemAvailable_bytes",
        {"direction": "down", "min_deviation_ratio": 0.1},
    ),
    (
        "node_filesystem_avail_bytes",
        "node-disk",
        "Free disk",
        "bytes",
        "min by (instance, mountpoint) (node_filesystem_avail_bytes)",
        {"direction": "down", "min_deviation_ratio": 0.05},
    ),
    (
        "node_network_receive_bytes_total",
        "node-network",
        "Received bytes",
        "bytes/s",
        "sum by (instance) (rate(node_network_receive_bytes_total[2m]))",
        {"min_deviation_ratio": 0.5},
    ),
    (
        "process_cpu_seconds_total",
        "process-cpu",
        "CPU of each process",
        "cores",
        "sum by (job, instance) (rate(process_cpu_seconds_total[2m]))",
        {"min_deviation": 0.02},
    ),
    (
        "process_resident_memory_bytes",
        "process-memory",
        "Memory of each process",
        "bytes",
        "max by (job, instance) (process_resident_memory_bytes)",
        {"direction": "up", "min_deviation_ratio": 0.1},
    ),
    (
        "container_cpu_usage_seconds_total",
        "container-cpu",
        "CPU of each namespace",
        "cores",
        "sum by (namespace) (rate(container_cpu_usage_seconds_total[2m]))",
        {"min_deviation_ratio": 0.3},
    ),
)


def discover(prometheus_url: str) -> list[DetectorSpec]:
    """Ask a Prometheus for its metrics and propose detectors; raises where it can't be reached."""
    address = f"{prometheus_url.rstrip('/')}/api/v1/label/__name__/values"
    try:
        answer = requests.get(address, timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        names = set(answer.json()["data"])
    except (requests.RequestException, ValueError, KeyError) as error:
        raise SourceUnavailable(
            f"There is no Prometheus that answers at {prometheus_url}: {error}. Check the address."
        ) from error
    return list(propose(names))


def propose(names: set[str]) -> Iterator[DetectorSpec]:
    """Yield a detector for each thing worth watching among these metrics."""
    for metric, name, title, unit, expression, policy in _PROPOSALS:
        if metric in names:
            yield _spec(name, title, unit, expression, policy)
    for metric in sorted(names):
        if metric.endswith("_duration_seconds_bucket"):
            yield _latency_of(metric)


def _latency_of(metric: str) -> DetectorSpec:
    stem = metric.removesuffix("_seconds_bucket")
    expression = f"histogram_quantile(0.95, sum by (job, le) (rate({metric}[2m])))"
    title = f"Slowest twentieth of {stem.removesuffix('_duration').replace('_', ' ')}"
    name = f"{stem.replace('_', '-').replace(':', '-').lower()[:80]}-p95"
    return _spec(name, title, "seconds", expression, {"direction": "up", "min_deviation_ratio": 0.5})


def _spec(name: str, title: str, unit: str, expression: str, policy: dict[str, object]) -> DetectorSpec:
    return DetectorSpec.model_validate(
        {
            "name": name,
            "title": title,
            "unit": unit,
            "query": {"expression": expression, "step": "15s"},
            "algorithm": {"name": "mad"},
            "schedule": {"history": "1d"},
            "policy": {"for_points": 2, "of_points": 3, **policy},
        }
    )
