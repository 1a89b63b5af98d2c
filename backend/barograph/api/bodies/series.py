"""Questions and answers about series with their bands."""

from pydantic import Field, model_validator

from barograph.api.bodies.base import Body, LabelCondition, Query

__all__ = ["BandBody", "SeriesBody", "SeriesQuery"]

_LATEST_MS = 253_402_300_799_999


class SeriesQuery(Query):
    """Which part of which series."""

    start_ms: int = Field(ge=0, le=_LATEST_MS, description="The first moment.")
    end_ms: int = Field(ge=0, le=_LATEST_MS, description="The last moment.")
    limit: int = Field(20, ge=1, le=500, description="Most series in the answer, the strangest first.")
    label: list[LabelCondition] | None = Field(
        None,
        max_length=10,
        description="`name=value`, or with `!=`, `=~`, `!~`; several must all match.",
    )

    @model_validator(mode="after")
    def _check_together(self) -> "SeriesQuery":
        if self.start_ms > self.end_ms:
            raise ValueError("`start_ms` lies after `end_ms`")
        return self

    def to_request(self) -> dict[str, object]:
        """Return what the engine understands."""
        return {
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "limit": self.limit,
            "match": [str(condition) for condition in self.label or ()],
        }


class BandBody(Body):
    """One series: what was seen, what was expected, and how strange each point was; null is a gap."""

    labels: dict[str, str]
    value: list[float | None]
    expected: list[float | None]
    lower: list[float | None]
    upper: list[float | None]
    score: list[float | None]
    alert: list[float | None] = Field(description="The signal that policy acts on.")


class SeriesBody(Body):
    """Series of a detector with their bands, replayed through the model in force."""

    detector: str
    model_version: int
    timestamps_ms: list[int]
    series_total: int = Field(description="How many series match, shown or not.")
    series: list[BandBody]
