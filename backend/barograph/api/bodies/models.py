"""Questions and answers about versions of models."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery, Query
from barograph.api.bodies.detectors import DetectorPath
from barograph.storage import ModelInfo

__all__ = [
    "ComparisonBody",
    "ComparisonQuery",
    "ModelBody",
    "ModelList",
    "ModelPath",
    "ModelsPage",
    "ModelsQuery",
    "QualityBody",
    "comparison_body",
    "model_body",
]

_LARGEST_VERSION = 2**31 - 1


class ModelPath(DetectorPath):
    """Which version of which detector."""

    version: int = Field(ge=1, le=_LARGEST_VERSION, description="Number of the version.")


class ComparisonQuery(Query):
    """Which two versions."""

    left: int = Field(ge=1, le=_LARGEST_VERSION, description="Number of one version.")
    right: int = Field(ge=1, le=_LARGEST_VERSION, description="Number of the other.")


class ModelBody(Body):
    """What is known of a version beside its bytes."""

    version: int
    state: str = Field(description="`candidate`, `active` or `retired`; at most one is active.")
    algorithm: str
    algorithm_version: int
    digest: str = Field(description="SHA-256 of the content, as it stands in the file.")
    size_bytes: int
    series_count: int
    history_from_ms: int = Field(description="First moment it learnt from; 0 where that is not known.")
    history_to_ms: int = Field(description="Last moment it learnt from; 0 where that is not known.")
    fit_seconds: float
    trained_ms: int
    meta: dict[str, Any] = Field(description="Who asked and why, how many points, notes of the algorithm.")


class ModelList(Body):
    """Versions, the newest first."""

    items: list[ModelBody]
    next_cursor: str | None = Field(description="Always null: there are few.")


class ComparisonBody(Body):
    """Two versions side by side; `differences` has the pair of values of each field that differs."""

    left: ModelBody
    right: ModelBody
    differences: dict[str, list[Any]]


class ScoresBody(Body):
    """Histogram of the scores of the newest window beside that of the training."""

    edges: list[float] = Field(description="Edges of the bars, from 0 to 1.")
    counts: list[int]
    reference_counts: list[int] = Field(description="Empty where the model does not know.")


class DriftTestBody(Body):
    """One test."""

    name: str = Field(description="`kolmogorov_smirnov`: the largest distance of two distributions.")
    subject: str = Field(description="`data` or `scores`.")
    statistic: float
    p_value: float = Field(description="Share of equally long parts of the training that lay as far away.")
    threshold: float = Field(description="Beyond it the subject has strayed.")
    series_strayed: int
    series_tested: int


class DriftBody(Body):
    """Whether what the model sees still looks like what it learnt from."""

    state: str = Field(description="`steady`, `drifting` or `unknown`.")
    tests: list[DriftTestBody]
    since_ms: int | None = Field(description="When it was found to drift.")


class DurationBody(Body):
    """Milliseconds that the scoring of a tick takes."""

    p50: float | None
    p95: float | None


class VerdictsBody(Body):
    """The last word of people on each anomaly of the last 90 days."""

    useful: int
    expected: int
    noise: int
    precision: float | None = Field(description="Share that was not noise; null where nothing was said.")


class QualityBody(Body):
    """How the model in force fares."""

    model_version: int | None = Field(description="0 for an algorithm that learns nothing.")
    updated_ms: int | None
    scores: ScoresBody
    window_points: int | None = Field(description="How many points the newest window holds.")
    alerts_per_week: float = Field(description="Alerts of the last seven days.")
    budget_per_week: float | None
    drift: DriftBody
    fit_seconds: float | None
    score_ms: DurationBody
    feedback: VerdictsBody


class ModelsQuery(PageQuery):
    """Which detectors."""

    sort: Literal["name", "-name", "title", "-title"] = Field(
        "name", description="Order; a minus before it reverses it."
    )
    text: str | None = Field(
        None, max_length=200, description="Found in name, title, description or expression of the detector."
    )


class ModelInForceBody(Body):
    """A detector with how its model fares."""

    detector: str
    title: str
    algorithm: str
    quality: QualityBody


class ModelsPage(Body):
    """A page of them, by name."""

    items: list[ModelInForceBody]
    next_cursor: str | None


def model_body(model: ModelInfo) -> dict[str, Any]:
    """Return a version as JSON."""
    return {name: getattr(model, name) for name in ModelBody.model_fields}


def comparison_body(left: ModelInfo, right: ModelInfo) -> dict[str, Any]:
    """Return two versions as JSON with what differs; what stands in `meta` is compared one by one."""
    pair = [model_body(left), model_body(right)]
    flat = [one | {f"meta.{key}": value for key, value in one["meta"].items()} for one in pair]
    names = [name for name in dict.fromkeys((*flat[0], *flat[1])) if name != "meta"]
    values = {name: [one.get(name) for one in flat] for name in names}
    differences = {name: both for name, both in values.items() if both[0] != both[1]}
    return {"left": pair[0], "right": pair[1], "differences": differences}
