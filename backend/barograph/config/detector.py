"""What a user configures: a query on a source, an algorithm, a schedule, a policy, labels."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from barograph.config.durations import Duration
from barograph.config.extraction import Extraction
from barograph.config.policy import PolicySpec
from barograph.config.transform import Resample, TopK, Transform

__all__ = ["AlgorithmSpec", "BoundQuery", "DetectorSpec", "Limit", "QueryMode", "QuerySpec", "ScheduleSpec"]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$")]
LabelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$")]

QueryMode = Literal["metric", "templates", "categories", "durations"]


class QuerySpec(BaseModel):
    """What to look at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Name = Field("prometheus", description="Name of a data source.")
    expression: str = Field(min_length=1, max_length=10_000, description="PromQL, or LogQL on a Loki source.")
    mode: QueryMode = Field(
        "metric",
        description="metric, or on a Loki source: templates or categories, which count log lines by their "
        "template or by their error category, or durations, which says how long things took by the lines.",
    )
    by: tuple[LabelName, ...] = Field(
        (), max_length=10, description="Labels to keep apart, for log lines: of streams, parsed or metadata."
    )
    extract: Extraction | None = Field(None, description="For durations: which one, and what of them.")
    step: Duration = Field(Duration.parse("1m"), description="Distance of two points.")
    offset: Duration = Field(
        Duration.parse("0s"), description="How late data may arrive; the tick waits so long."
    )
    transform: tuple[Transform, ...] = Field(
        (), max_length=10, description="What happens to the values before the algorithm sees them, in order."
    )

    @model_validator(mode="after")
    def _check_extract(self) -> "QuerySpec":
        if self.extract is not None and self.mode != "durations":
            raise ValueError("`extract` needs `mode: durations`")
        return self

    @model_validator(mode="after")
    def _check_transform(self) -> "QuerySpec":
        for position, item in enumerate(self.transform):
            if isinstance(item, Resample):
                if position > 0:
                    raise ValueError("`resample` must be the first transform")
                if item.every.milliseconds < 1000 or self.step.milliseconds % item.every.milliseconds:
                    raise ValueError("`resample.every` must be at least 1s and divide the step")
            if isinstance(item, TopK) and item.over.milliseconds % self.step.milliseconds:
                raise ValueError("`topk.over` must be a multiple of the step")
        return self


class BoundQuery(QuerySpec):
    """A query together with what a source has learnt for it; a training makes it, nobody writes it."""

    learnt: dict[str, Any]

    @classmethod
    def of(cls, query: QuerySpec, learnt: object) -> QuerySpec:
        """Bind a query to what was learnt for it; one that needs nothing stays as it is."""
        return (
            cls.model_construct(**dict(query), learnt=learnt)
            if isinstance(learnt, dict) and learnt
            else query
        )


class AlgorithmSpec(BaseModel):
    """How to judge it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("auto", description="Name of an algorithm; `barograph algorithms` lists them.")
    parameters: dict[str, Any] = Field(default_factory=dict, description="Parameters of the algorithm.")


class ScheduleSpec(BaseModel):
    """When to look, and when to learn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Duration | None = Field(None, description="Distance of two ticks; the step if unset.")
    train_every: Duration = Field(Duration.parse("1d"), description="Distance of two trainings.")
    history: Duration = Field(Duration.parse("2w"), description="How far back a training looks.")
    forget_after: Duration = Field(
        Duration.parse("3d"),
        description="A training leaves out series that were silent for so long; 0s means never.",
    )
    retrain_on_drift: bool = Field(
        True, description="Whether a model that has drifted is trained anew before its time."
    )
    drift_cooldown: Duration = Field(
        Duration.parse("6h"), description="How old a model must be before drift trains it anew."
    )


class Limit(BaseModel):
    """A value that matters when it is reached, such as a full disk; forecasts tell when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float = Field(allow_inf_nan=False, description="The value, in the unit of the query.")
    name: str = Field("", max_length=100, description="What people call it, such as full.")


class DetectorSpec(BaseModel):
    """A detector as code: the same text in YAML, in the API and in the database."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="Unique name in lower case, digits and dashes.")
    title: str = Field("", max_length=200, description="What people read; the name if empty.")
    description: str = Field("", max_length=5_000, description="Why this matters and what to do.")
    unit: str = Field(
        "",
        max_length=50,
        description="Unit of the values, like seconds, bytes, ratio; guessed from the expression if empty.",
    )
    query: QuerySpec
    algorithm: AlgorithmSpec = Field(default_factory=AlgorithmSpec)
    schedule: ScheduleSpec = Field(default_factory=ScheduleSpec)
    policy: PolicySpec = Field(default_factory=PolicySpec)
    limits: tuple[Limit, ...] = Field(
        (), max_length=10, description="Values of which forecasts tell when they are reached."
    )
    labels: dict[LabelName, str] = Field(default_factory=dict, description="Labels put on every anomaly.")
    annotations: dict[LabelName, str] = Field(
        default_factory=dict, description="Texts put on every anomaly, such as runbook_url."
    )
    enabled: bool = Field(True, description="Whether it runs.")

    @model_validator(mode="after")
    def _check_together(self) -> "DetectorSpec":
        step = self.query.step.milliseconds
        if step < 1000:
            raise ValueError("query.step must be at least 1s")
        if self.interval.milliseconds % step:
            raise ValueError("schedule.every must be a multiple of query.step")
        return self

    @property
    def interval(self) -> Duration:
        """The distance of two ticks."""
        return self.schedule.every or self.query.step
