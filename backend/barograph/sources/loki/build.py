"""From the specification of a data source to a Loki that can be asked."""

from barograph.config.datasource import DataSourceSpec
from barograph.sources.http import HttpClient
from barograph.sources.http.specification import options_of
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.categories import load_categories
from barograph.sources.logs.events import EventReader
from barograph.sources.logs.pipeline import LogPipeline
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.health import LokiHealthCheck
from barograph.sources.loki.reading import LokiReader
from barograph.sources.loki.rejections import error_of_answer
from barograph.sources.loki.source import LokiSource
from barograph.sources.surroundings import Surroundings

__all__ = ["build_source"]

_NOTHING_SPECIAL = Surroundings()


def build_source(spec: DataSourceSpec, url: str, surroundings: Surroundings = _NOTHING_SPECIAL) -> LokiSource:
    """Build the source at one of the addresses of a specification."""
    client = HttpClient(
        url,
        options_of(spec),
        guard=surroundings.guard,
        budget=surroundings.budget,
        error_of=error_of_answer,
    )
    api = LokiApi(client)
    limits = QueryLimits(surroundings.max_series, spec.max_samples)
    categories = load_categories(spec.category_files)
    pipeline = LogPipeline(EventReader(LokiReader(api), spec.max_lines), categories, limits)
    return LokiSource(api, pipeline, limits, LokiHealthCheck(LokiApi(client.unmetered())))
