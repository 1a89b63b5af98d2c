"""Labels of a Loki's streams for people who write a query."""

from barograph.sources.loki.api import LokiApi
from barograph.sources.suggestions import KeptLists, MetricHint

__all__ = ["LokiSuggestions"]

_HOUR_NS = 3_600_000_000_000


class LokiSuggestions:
    """Answers from the streams of the last hour; there are no metrics in a Loki."""

    def __init__(self, api: LokiApi, kept: KeptLists | None = None) -> None:
        self._api = api
        self._kept = kept or KeptLists()

    def metrics(self, part: str = "", limit: int = 100) -> list[MetricHint]:
        """Return nothing."""
        return []

    def labels(self, metric: str) -> list[str]:
        """Return the names of labels of all streams."""
        return self._kept.keep(("labels",), lambda: self._api.label_names(*self._last_hour()))

    def values(self, metric: str, label: str, part: str = "", limit: int = 100) -> list[str]:
        """Return the values of a label that contain ``part``."""
        found = self._kept.keep(("values", label), lambda: self._api.label_values(label, *self._last_hour()))
        return [value for value in found if part in value][:limit]

    def _last_hour(self) -> tuple[int, int]:
        now_ns = int(self._kept.clock() * 1e9)
        return now_ns - _HOUR_NS, now_ns
