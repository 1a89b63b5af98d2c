"""The shop as a Prometheus: its HTTP API and the exposition that a real Prometheus can scrape."""

from barograph.demo.prometheus.api import prometheus_api

__all__ = ["prometheus_api"]
