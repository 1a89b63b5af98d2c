"""From the specification of a data source to a Prometheus that can be asked."""

from barograph.config.datasource import DataSourceSpec
from barograph.sources.http import HttpClient
from barograph.sources.http.specification import options_of
from barograph.sources.limits import QueryLimits
from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.health import HealthCheck
from barograph.sources.prometheus.rejections import error_of_answer
from barograph.sources.prometheus.source import PrometheusSource
from barograph.sources.surroundings import Surroundings

__all__ = ["build_source"]

_NOTHING_SPECIAL = Surroundings()


def build_source(
    spec: DataSourceSpec, url: str, surroundings: Surroundings = _NOTHING_SPECIAL
) -> PrometheusSource:
    """Build the source at one of the addresses of a specification."""
    client = HttpClient(
        url,
        options_of(spec),
        guard=surroundings.guard,
        budget=surroundings.budget,
        error_of=error_of_answer,
    )
    limits = QueryLimits(surroundings.max_series, spec.max_samples)
    health = HealthCheck(PrometheusApi(client.unmetered()))
    return PrometheusSource(PrometheusApi(client), limits, health=health)
