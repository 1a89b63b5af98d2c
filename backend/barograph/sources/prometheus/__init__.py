"""Prometheus, and anything that speaks its HTTP API."""

from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.source import PrometheusSource

__all__ = ["PrometheusApi", "PrometheusSource"]
