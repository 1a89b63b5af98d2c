"""Questions and answers about anomalies."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, LabelMatch, Query, SpanQuery, labels_of
from barograph.config.detector import Name
from barograph.domain import AnomalyState, Direction, Severity
from barograph.storage import AnomalyFilter

__all__ = ["AnomalyBody", "AnomalyPage", "AnomalyPath", "AnomalyQuery"]


class AnomalyPath(Query):
    """Which anomaly."""

    fingerprint: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Fingerprint of the anomaly.")


class AnomalyQuery(SpanQuery):
    """Which anomalies."""

    sort: Literal["started", "-started", "updated", "-updated"] = Field(
        "-started", description="Order; a minus before it reverses it."
    )
    detector: Name | None = Field(None, description="Only those of this detector.")
    state: AnomalyState | None = Field(None, description="Only those in this state.")
    severity: Severity | None = Field(None, description="Only those of this severity.")
    label: list[LabelMatch] | None = Field(
        None, max_length=10, description="`name=value`; several must all match."
    )

    def to_filter(self) -> AnomalyFilter:
        """Return what the stores understand."""
        labels = labels_of(self.label)
        return AnomalyFilter(self.detector, self.state, self.severity, labels, self.from_ms, self.to_ms)


class EvidenceBody(Body):
    """What was seen at the strangest point; numbers that are unknown are null."""

    actual: float | None
    expected: float | None
    lower: float | None
    upper: float | None
    score: float | None
    sentence: str
    details: dict[str, Any]


class AnomalyBody(Body):
    """An episode of one series."""

    fingerprint: str
    detector_id: str
    labels: dict[str, str]
    state: AnomalyState
    severity: Severity
    direction: Direction
    started_ms: int
    updated_ms: int
    ended_ms: int | None
    peak_score: float
    evidence: EvidenceBody
    model_version: int | None


class AnomalyPage(Body):
    """A page of anomalies."""

    items: list[AnomalyBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")
