"""Whether scrapes worked: the metric ``up`` beside the windows of a query."""

from collections.abc import Callable, Sequence

from barograph.config.detector import QuerySpec
from barograph.domain import Frame, Labels
from barograph.errors import BarographError
from barograph.sources.base import RangeRequest
from barograph.sources.directory import OpenSource, SourceDirectory
from barograph.sources.promql.tokens import cut_into_tokens
from barograph.sources.targets import TARGET_LABELS

__all__ = ["ScrapeReader", "is_about_scrapes"]

_UP = "up"
_TYPE = "prometheus"
_ABSENCES = ("absent", "absent_over_time")


class ScrapeReader:
    """Gives ``up`` on the grid of a query; all queries of one source with the same step share it."""

    def __init__(self, directory: SourceDirectory) -> None:
        self._directory = directory

    def window(
        self, tenant: str, query: QuerySpec, labels: Sequence[Labels], end_ms: int, points: int
    ) -> Frame | None:
        """Return ``up`` at the last moments, None where it can't say anything about these series."""
        opened = self._find(tenant, query, labels)
        if opened is None:
            return None
        return _try(lambda: opened.windows.window(_UP, end_ms, query.step.milliseconds, points))

    def history(
        self, tenant: str, query: QuerySpec, labels: Sequence[Labels], end_ms: int, points: int
    ) -> Frame | None:
        """Return the same for a look at the past; the kept windows stay as they are."""
        opened = self._find(tenant, query, labels)
        if opened is None:
            return None
        step_ms = query.step.milliseconds
        request = RangeRequest(_UP, end_ms - (points - 1) * step_ms, end_ms, step_ms)
        return _try(lambda: opened.source.fetch(request))

    def _find(self, tenant: str, query: QuerySpec, labels: Sequence[Labels]) -> OpenSource | None:
        if not any(name in series for series in labels for name in TARGET_LABELS):
            return None
        opened = self._directory.get(tenant, query.source)
        return None if opened.spec.type != _TYPE or is_about_scrapes(query.expression) else opened


def is_about_scrapes(expression: str) -> bool:
    """Tell whether an expression asks for the scrapes themselves: one that is down is what it looks for."""
    words = (token.text for token in cut_into_tokens(expression) if token.kind == "word")
    return any(word == _UP or word.startswith("scrape_") or word in _ABSENCES for word in words)


def _try(fetch: Callable[[], Frame]) -> Frame | None:
    """Go on without ``up`` where the source will never give it; else the same tick is tried again.

    Judging some ticks with it and some without would make live episodes differ from replayed ones.
    """
    try:
        return fetch()
    except BarographError as error:
        if error.retryable:
            raise
        return None
