"""Prometheus as a source of frames."""

from barograph.domain import Frame
from barograph.sources.base import RangeRequest, SourceHealth
from barograph.sources.limits import QueryLimits
from barograph.sources.matrix import Grid, LabelTexts, MatrixAssembly
from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.health import HealthCheck
from barograph.sources.prometheus.suggestions import PrometheusSuggestions

__all__ = ["PrometheusSource"]

_MAX_POINTS = 11_000
_PROBE_POINTS = 60
_PART_BYTES = 32 * 1024 * 1024


class PrometheusSource:
    """Answers PromQL with frames, from Prometheus, Mimir, Thanos, VictoriaMetrics or Cortex.

    A long range is asked for in parts. The first one is short and tells how large the others may be, so
    that the memory for text stays a fraction of the memory for the matrix.
    """

    def __init__(
        self,
        api: PrometheusApi,
        limits: QueryLimits | None = None,
        *,
        health: HealthCheck | None = None,
        part_bytes: int = _PART_BYTES,
    ) -> None:
        self.api = api
        self._limits = limits or QueryLimits()
        self._health = health or HealthCheck(api)
        self._part_bytes = part_bytes
        self._texts = LabelTexts()
        self.suggestions = PrometheusSuggestions(api)

    def fetch(self, request: RangeRequest) -> Frame:
        """Return every series of the expression on the request's grid, NaN where there is no value."""
        grid = Grid.of(request)
        assembly = MatrixAssembly(grid, self._limits, self._texts)
        first = grid.part(0, min(grid.points, _PROBE_POINTS))
        size = self._fetch_part(request.expression, 0, first, assembly)
        points = self._points_a_part(size, first.points)
        for place, part in grid.split(first.points, points):
            self._fetch_part(request.expression, place, part, assembly)
        return assembly.finish()

    def proofread(self, expression: str) -> None:
        """Let the server evaluate an expression at one moment."""
        self.api.proofread(expression)

    def check(self) -> SourceHealth:
        """Ask the source how it is; never raises."""
        return self._health.run()

    def _fetch_part(self, expression: str, place: int, part: Grid, assembly: MatrixAssembly) -> int:
        series, size = self.api.query_range(expression, part)
        assembly.add(place, part, series)
        return size

    def _points_a_part(self, probe_bytes: int, probe_points: int) -> int:
        bytes_a_point = max(1.0, probe_bytes / probe_points)
        return max(1, min(_MAX_POINTS, int(self._part_bytes / bytes_a_point)))
