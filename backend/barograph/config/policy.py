"""What a detector asks of policy: when a strange score becomes an anomaly, and how much it matters."""

import math
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from barograph.config.durations import Duration
from barograph.domain import Severity

__all__ = ["AlertBudget", "DataRange", "PolicySpec", "SeverityStep"]


class AlertBudget(BaseModel):
    """How many episodes a detector may open in a while; the threshold follows from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alerts: float = Field(gt=0, description="Episodes of the whole detector, all series together.")
    per: Duration = Field(Duration.parse("1w"), description="The time they are counted over.")


class SeverityStep(BaseModel):
    """From this score on, an episode has this severity."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity
    score: float = Field(ge=0, le=1)


class DataRange(BaseModel):
    """The values a detector is meant to judge; others never count as strange."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float = Field(-math.inf, description="Values below are not judged.")
    at_most: float = Field(math.inf, description="Values above are not judged.")


class PolicySpec(BaseModel):
    """Pure rules over scores. Every decision they take has a reason."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float | None = Field(
        None, gt=0, le=1, description="Score from which a point counts as strange."
    )
    budget: AlertBudget | None = Field(
        None, description="Instead of a threshold: how many alerts are welcome."
    )
    for_points: int = Field(1, ge=1, le=1000, description="N: strange points needed to open an episode.")
    of_points: int = Field(1, ge=1, le=1000, description="M: the last points among which N are counted.")
    recover_below: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Score below which a point counts as calm; 0.8 of the threshold if unset.",
    )
    recover_points: int = Field(3, ge=1, le=1000, description="Calm points in a row that close an episode.")
    direction: Literal["both", "up", "down"] = Field("both", description="Which side of the band matters.")
    min_deviation: float = Field(
        0, ge=0, description="Smallest distance from the expected value, in its unit."
    )
    min_deviation_ratio: float = Field(
        0, ge=0, description="Smallest distance as a share of the expected value."
    )
    severities: tuple[SeverityStep, ...] = Field(
        (), description="The ladder; empty means warning throughout."
    )
    data_range: DataRange | None = Field(None, description="Values outside never count as strange.")
    warm_up_points: int = Field(
        0, ge=0, le=1000, description="Points of a new series that are not judged yet."
    )
    cooldown: Duration = Field(
        Duration.parse("0s"), description="Quiet time of a series after an episode closed."
    )
    missing_data: Literal["keep", "resolve", "alert"] = Field(
        "keep", description="What a series without data does to its episode. `keep` changes nothing."
    )
    expire_after: Duration = Field(
        Duration.parse("1d"),
        description="When the episode of a series that is gone for good is closed; 0 means never.",
    )

    @model_validator(mode="after")
    def _check_together(self) -> "PolicySpec":
        if self.threshold is not None and self.budget is not None:
            raise ValueError("give either `threshold` or `budget`, not both")
        if self.for_points > self.of_points:
            raise ValueError("`for_points` can't be larger than `of_points`")
        return self

    @property
    def memory_points(self) -> int:
        """How many points before a new one a decision needs."""
        return max(self.of_points, self.gone_points + 1) + 2 * self.warm_up_points

    @property
    def gone_points(self) -> int:
        """After how many missing points in a row a series counts as gone."""
        return 2 * self.recover_points
