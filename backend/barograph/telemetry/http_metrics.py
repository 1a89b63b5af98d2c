"""What the web API tells Prometheus about itself."""

import os
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

__all__ = ["SHARED_FOLDER", "HttpMetrics"]

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where workers note their counts, so that each can show those of all."""

_join_workers: Callable[[CollectorRegistry], object] = MultiProcessCollector
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class HttpMetrics:
    """Counts and times requests by method, route and status; a route is a pattern, never an address."""

    def __init__(self, registry: CollectorRegistry) -> None:
        own: CollectorRegistry | None = registry
        if os.environ.get(SHARED_FOLDER):
            _join_workers(registry)
            own = None
        self._duration = Histogram(
            "barograph_http_request_duration_seconds",
            "Time from the first byte of a request to its answer.",
            ("method", "route", "status"),
            buckets=_BUCKETS,
            registry=own,
        )
        self._errors = Counter(
            "barograph_http_errors",
            "Answers that carry an error, by its code.",
            ("code",),
            registry=own,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answer."""
        self._duration.labels(method, route, str(status)).observe(seconds)

    def count_error(self, code: str) -> None:
        """Note one error."""
        self._errors.labels(code).inc()
