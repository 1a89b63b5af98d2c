"""From the specification of a data source to a Prometheus that can be asked."""

from barograph.config.datasource import DataSourceSpec
from barograph.sources.http import HttpClient
from barograph.sources.http.specification import options_of
from barograph.sources.http.transport import AddressGuard, allow_all
from barograph.sources.limits import QueryLimits
from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.rejections import error_of_answer
from barograph.sources.prometheus.source import PrometheusSource

__all__ = ["build_source"]


def build_source(
    spec: DataSourceSpec, url: str, max_series: int = 20_000, guard: AddressGuard = allow_all
) -> PrometheusSource:
    """Build the source at one of the addresses of a specification."""
    client = HttpClient(url, options_of(spec), guard=guard, error_of=error_of_answer)
    return PrometheusSource(PrometheusApi(client), QueryLimits(max_series, spec.max_samples))
