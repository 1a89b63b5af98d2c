"""What happens to values between the source and the algorithm, step by step."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from barograph.config.durations import Duration

__all__ = ["Clip", "Delta", "Fill", "Log", "Rate", "Ratio", "Resample", "TopK", "Transform"]

_LabelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rate(_Step):
    """The increase of a counter in a second; a fall counts as a reset."""

    op: Literal["rate"]


class Delta(_Step):
    """The difference to an earlier point."""

    op: Literal["delta"]
    points: int = Field(1, ge=1, le=10_000, description="How many points earlier.")


class Log(_Step):
    """The natural logarithm, for values that grow by factors; NaN where there is none."""

    op: Literal["log"]
    add: float = Field(0, ge=0, description="Added before, such as 1 where zeros are usual.")


class Clip(_Step):
    """Values held between two bounds."""

    op: Literal["clip"]
    lower: float | None = Field(None, description="Smallest value that is left.")
    upper: float | None = Field(None, description="Largest value that is left.")

    @model_validator(mode="after")
    def _check_together(self) -> "Clip":
        if self.lower is None and self.upper is None:
            raise ValueError("give `lower`, `upper` or both")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError("`lower` can't be larger than `upper`")
        return self


class Fill(_Step):
    """Gaps filled, for sources where no value means zero, or no change."""

    op: Literal["fill"]
    method: Literal["zero", "previous"] = Field("zero", description="With zero or with the value before.")
    points: int = Field(
        5, ge=1, le=10_000, description="Longest gap that `previous` fills; longer ones stay gaps."
    )


class Resample(_Step):
    """Finer points read from the source and put together to the step of the query; must come first."""

    op: Literal["resample"]
    every: Duration = Field(description="Step that the source is asked for; divides the step of the query.")
    method: Literal["mean", "max", "min", "sum", "median", "last"] = Field(
        "mean", description="What becomes of the points within a step."
    )


class Ratio(_Step):
    """Divided by another query of the same source, series by series or by its one without labels."""

    op: Literal["ratio"]
    expression: str = Field(min_length=1, max_length=10_000, description="What to divide by.")
    on: tuple[_LabelName, ...] | None = Field(
        None,
        description="Labels that belong together; all but the metric's name if unset, and with [] all series "
        "are divided by the only one.",
    )


class TopK(_Step):
    """The series that vary most. Who is among them is decided on the block of time before, for all alike."""

    op: Literal["topk"]
    k: int = Field(ge=1, le=100_000, description="How many series are kept.")
    over: Duration = Field(Duration.parse("6h"), description="Length of the blocks of time.")


Transform = Annotated[
    Rate | Delta | Log | Clip | Fill | Resample | Ratio | TopK,
    Field(discriminator="op"),
]
