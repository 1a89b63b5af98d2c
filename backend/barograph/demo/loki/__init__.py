"""The shop as a Loki: log lines that fit the metrics, and Loki's HTTP API over them."""

from barograph.demo.loki.api import loki_api

__all__ = ["loki_api"]
