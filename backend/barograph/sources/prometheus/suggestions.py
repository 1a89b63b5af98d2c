"""Metrics and labels of a Prometheus for people who write a query."""

from collections.abc import Mapping

from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.suggestions import KeptLists, MetricHint

__all__ = ["PrometheusSuggestions"]

_HOUR_MS = 3_600_000


class PrometheusSuggestions:
    """Answers from what the source saw in the last hour."""

    def __init__(self, api: PrometheusApi, kept: KeptLists | None = None) -> None:
        self._api = api
        self._kept = kept or KeptLists()

    def metrics(self, part: str = "", limit: int = 100) -> list[MetricHint]:
        """Return metrics whose name contains ``part``; those that start with it come first."""
        names = self._kept.keep(("metrics",), lambda: self._values("__name__", ()))
        found = sorted(
            (name for name in names if part in name), key=lambda name: (not name.startswith(part), name)
        )
        metadata = self._kept.keep(("metadata",), self._api.metadata)
        return [_hint(name, metadata) for name in found[:limit]]

    def labels(self, metric: str) -> list[str]:
        """Return the names of a metric's labels."""
        return self._kept.keep(("labels", metric), lambda: self._labels(metric))

    def values(self, metric: str, label: str, part: str = "", limit: int = 100) -> list[str]:
        """Return the values of a metric's label that contain ``part``."""
        found = self._kept.keep(("values", metric, label), lambda: self._values(label, (_named(metric),)))
        return [value for value in found if part in value][:limit]

    def _labels(self, metric: str) -> list[str]:
        now = int(self._kept.clock() * 1000)
        names = self._api.label_names((_named(metric),), start_ms=now - _HOUR_MS, end_ms=now)
        return [name for name in names if name != "__name__"]

    def _values(self, label: str, matchers: tuple[str, ...]) -> list[str]:
        now = int(self._kept.clock() * 1000)
        return self._api.label_values(label, matchers, start_ms=now - _HOUR_MS, end_ms=now)


def _named(metric: str) -> str:
    escaped = metric.replace("\\", r"\\").replace('"', r"\"")
    return f'{{__name__="{escaped}"}}'


def _hint(name: str, metadata: Mapping[str, list[dict[str, str]]]) -> MetricHint:
    # A histogram's help stands under its base name.
    base = name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
    rows = metadata.get(name) or metadata.get(base) or [{}]
    return MetricHint(name, rows[0].get("type", "unknown"), rows[0].get("help", ""))
