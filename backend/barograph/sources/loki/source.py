"""Loki as a source of frames: metric queries, and what log lines tell."""

from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed
from barograph.sources.base import RangeRequest, SourceHealth
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.pipeline import LogPipeline
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.health import LokiHealthCheck
from barograph.sources.loki.suggestions import LokiSuggestions
from barograph.sources.matrix import Grid, LabelTexts, MatrixAssembly

__all__ = ["LokiSource"]

_MAX_POINTS = 11_000
_LONGEST_PART_MS = 7 * 86_400_000


class LokiSource:
    """Answers LogQL with frames."""

    def __init__(
        self, api: LokiApi, pipeline: LogPipeline, limits: QueryLimits, health: LokiHealthCheck | None = None
    ) -> None:
        self.api = api
        self.pipeline = pipeline
        self._limits = limits
        self._health = health or LokiHealthCheck(api)
        self._texts = LabelTexts()
        self.suggestions = LokiSuggestions(api)

    def fetch(self, request: RangeRequest) -> Frame:
        """Return the series of a metric query, or what the lines of a query tell, on the grid."""
        if request.mode == "templates":
            return self.pipeline.count_templates(request)
        if request.mode == "categories":
            return self.pipeline.count_categories(request)
        if request.mode == "durations":
            return self.pipeline.measure_durations(request)
        return self._fetch_metric(request)

    def learn(self, request: RangeRequest) -> dict[str, object]:
        """Learn the templates of a range; other modes have nothing to learn."""
        return self.pipeline.learn(request) if request.mode == "templates" else {}

    def explain(self, request: RangeRequest, labels: Labels) -> dict[str, object]:
        """Return template, examples and reasons for a series of templates; nothing for others."""
        return self.pipeline.explain(request, labels) if request.mode == "templates" else {}

    def proofread(self, expression: str) -> None:
        """Let Loki itself read an expression."""
        self.api.format_query(expression)

    def check(self) -> SourceHealth:
        """Ask the source how it is; never raises."""
        return self._health.run()

    def _fetch_metric(self, request: RangeRequest) -> Frame:
        if request.start_ms % request.step_ms:
            # Loki moves every range query onto multiples of its step.
            raise ValidationFailed(
                f"Loki answers at multiples of the step of {request.step_ms} ms only, and {request.start_ms} "
                "ms is none. Align the range."
            )
        grid = Grid.of(request)
        assembly = MatrixAssembly(grid, self._limits, self._texts)
        points = max(1, min(_MAX_POINTS - 1, _LONGEST_PART_MS // request.step_ms))
        for place, part in grid.split(0, points):
            assembly.add(place, part, self.api.query_range(request.expression, part))
        return assembly.finish()
