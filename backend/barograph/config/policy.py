"""What a detector asks of policy: when a strange score becomes an anomaly, and how much it matters."""

import math
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from barograph.config.calendar import CalendarRule, DateRange
from barograph.config.durations import Duration
from barograph.config.matchers import Matcher
from barograph.domain import Severity

__all__ = ["AlertBudget", "DataRange", "PolicySpec", "SeverityStep", "SuppressionRule"]


class AlertBudget(BaseModel):
    """How many episodes a detector may open in a while; the threshold follows from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alerts: float = Field(gt=0, description="Episodes of the whole detector, all series together.")
    per: Duration = Field(Duration.parse("1w"), description="The time they are counted over.")
    together: Duration = Field(
        Duration.parse("15m"),
        description="Episodes that start this close to each other count once: they wake people once.",
    )

    @property
    def limit(self) -> int:
        """How many alerts fit into one window, a whole number of at least one."""
        return max(1, math.floor(self.alerts))

    @property
    def window_ms(self) -> int:
        """The time in which that many alerts are welcome: 0.5 a week is one in two weeks."""
        return round(self.per.milliseconds * self.limit / self.alerts)


class SeverityStep(BaseModel):
    """From this score on, an episode has this severity."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    severity: Severity
    score: float = Field(ge=0, le=1)


class SuppressionRule(BaseModel):
    """Series that nobody wants to hear of, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: tuple[Matcher, ...] = Field(min_length=1, description="The labels of these series; all must fit.")
    reason: str = Field("", max_length=1000, description="Why, for those who read it later.")
    until: AwareDatetime | None = Field(None, description="When it ends; unset means never.")
    below: float = Field(1.01, gt=0, description="Scores from here on open an episode all the same.")


class DataRange(BaseModel):
    """The values a detector is meant to judge; others never count as strange."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = Field(None, description="Values below are not judged; no bound if unset.")
    at_most: float | None = Field(None, description="Values above are not judged; no bound if unset.")


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
    suppress: tuple[SuppressionRule, ...] = Field((), description="Series that never count as strange.")
    calendars: tuple[CalendarRule, ...] = Field((), description="Times of maintenance, and seasons.")
    freeze_learning: bool = Field(True, description="Whether trainings leave out the points of episodes.")
    freeze_at_most: Duration = Field(
        Duration.parse("1d"), description="How much of an episode is left out; what lasts longer is normal."
    )
    exclude_from_training: tuple[DateRange, ...] = Field(
        (), description="Times that trainings leave out; in UTC unless they name a zone."
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
        needed = max(self.of_points, self.gone_points + 1, 2 * self.lasting_points)
        return needed + 2 * self.warm_up_points + self.onset_points

    @property
    def onset_points(self) -> int:
        """How many points back a deviation is still measured against what was expected when it began."""
        return 2 * self.lasting_points if self.min_deviation or self.min_deviation_ratio else 0

    @property
    def lasting_points(self) -> int:
        """After how many strange points in a row a burst is worth telling even if it was no news at first."""
        return 2 * self.recover_points

    @property
    def gone_points(self) -> int:
        """After how many missing points in a row a series counts as gone."""
        return 2 * self.recover_points
