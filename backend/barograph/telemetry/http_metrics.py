"""What the web API tells Prometheus about itself."""

from prometheus_client import CollectorRegistry, Counter, Histogram

__all__ = ["HttpMetrics"]

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class HttpMetrics:
    """Counts and times requests by method, route and status; a route is a pattern, never an address."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._duration = Histogram(
            "barograph_http_request_duration_seconds",
            "Time from the first byte of a request to its answer.",
            ("method", "route", "status"),
            buckets=_BUCKETS,
            registry=registry,
        )
        self._errors = Counter(
            "barograph_http_errors",
            "Answers that carry an error, by its code.",
            ("code",),
            registry=registry,
        )

    def observe(self, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answer."""
        self._duration.labels(method, route, str(status)).observe(seconds)

    def count_error(self, code: str) -> None:
        """Note one error."""
        self._errors.labels(code).inc()
