"""Which duration is taken out of log lines, and what becomes of those of a step."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["Extraction", "Statistic", "TimeUnit"]

Statistic = Literal["mean", "p50", "p90", "p95", "p99", "max"]
TimeUnit = Literal["ns", "us", "ms", "s", "m", "h"]
_FieldName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,99}$")]


class Extraction(BaseModel):
    """How long something took, by the lines that tell of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: _FieldName | None = Field(
        None, description="Name of the field in logfmt or JSON; what looks like a duration if unset."
    )
    unit: TimeUnit | None = Field(None, description="Unit of numbers that are written without one.")
    statistic: Statistic = Field("p95", description="What becomes of the durations of a step.")
