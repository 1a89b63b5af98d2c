"""Questions and answers about what is to come."""

from pydantic import Field

from barograph.api.bodies.base import Body, LabelCondition, Query

__all__ = ["ForecastBody", "ForecastQuery"]


class ForecastQuery(Query):
    """How far, and which series."""

    points: int = Field(100, ge=1, le=2000, description="How many moments ahead.")
    every: int = Field(1, ge=1, le=1000, description="Steps of the query from one moment to the next.")
    limit: int = Field(20, ge=1, le=50, description="Most series in the answer.")
    label: list[LabelCondition] | None = Field(
        None,
        max_length=10,
        description="`name=value`, or with `!=`, `=~`, `!~`; several must all match.",
    )

    def to_request(self) -> dict[str, object]:
        """Return what the engine understands."""
        return {
            "points": self.points,
            "every": self.every,
            "limit": self.limit,
            "match": [str(condition) for condition in self.label or ()],
        }


class ReachBody(Body):
    """A limit that is reached, or was."""

    limit: float
    name: str
    at_ms: int = Field(description="When it is expected; the moment of the last value where it is there.")
    earliest_ms: int | None = Field(description="When the band first holds it.")
    latest_ms: int | None = Field(description="When the whole band is beyond; null if not within reach.")
    sentence: str


class SeriesForecastBody(Body):
    """One series: the moments to come, what is expected then, and within which bounds."""

    labels: dict[str, str]
    value: float | None = Field(description="The last value.")
    timestamps_ms: list[int]
    expected: list[float | None]
    lower: list[float | None]
    upper: list[float | None]
    reaches: list[ReachBody] = Field(
        description="The limits of the detector that are reached, soonest first."
    )


class ForecastBody(Body):
    """Forecasts of a detector's series, those that reach a limit first, soonest first."""

    detector: str
    algorithm: str = Field(description="What told it; `forecast` where the detector's own can't.")
    model_version: int | None = Field(description="null where a model was made for this answer.")
    made_ms: int = Field(description="The moment of the last values.")
    series_total: int = Field(description="How many series match, shown or not.")
    items: list[SeriesForecastBody]
    next_cursor: str | None = Field(description="Always null; narrow by label, or raise `limit`.")
