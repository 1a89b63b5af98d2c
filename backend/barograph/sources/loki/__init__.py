"""Loki: metrics from logs, and lines for templates and categories."""

from barograph.sources.loki.source import LokiSource

__all__ = ["LokiSource"]
