"""The sources of a deployment by name, each with its windows kept between ticks."""

from barograph.config import Settings
from barograph.config.detector import QuerySpec
from barograph.domain import Frame
from barograph.errors import NotFound
from barograph.sources.base import FrameSource, RangeRequest, SourceHealth
from barograph.sources.http import HttpClient
from barograph.sources.http.options import HttpOptions
from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.source import PrometheusSource
from barograph.sources.windows import WindowCache

__all__ = ["SourceSet", "open_sources"]


class SourceSet:
    """Finds the source that a query names."""

    def __init__(self, sources: dict[str, FrameSource]) -> None:
        self._sources = sources
        self._windows = {name: WindowCache(source) for name, source in sources.items()}

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        """Return the last points of a query, asking the source only for what is not here yet."""
        self._find(query.source)
        return self._windows[query.source].window(query.expression, end_ms, query.step.milliseconds, points)

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        """Return a long range of a query, straight from the source."""
        source = self._find(query.source)
        return source.fetch(RangeRequest(query.expression, start_ms, end_ms, query.step.milliseconds))

    def check(self) -> dict[str, SourceHealth]:
        """Ask every source how it is."""
        return {name: source.check() for name, source in self._sources.items()}

    def _find(self, name: str) -> FrameSource:
        if name not in self._sources:
            known = ", ".join(sorted(self._sources)) or "none"
            raise NotFound(f"There is no data source `{name}`. Configured are: {known}.")
        return self._sources[name]


def open_sources(settings: Settings) -> SourceSet:
    """Make the sources that the settings name."""
    options = HttpOptions(
        timeout_seconds=settings.source_timeout_seconds, concurrency=settings.source_concurrency
    )
    sources: dict[str, FrameSource] = {}
    if settings.prometheus_url:
        client = HttpClient(settings.prometheus_url, options)
        sources["prometheus"] = PrometheusSource(PrometheusApi(client))
    return SourceSet(sources)
