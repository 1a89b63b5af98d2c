"""Questions and answers about anomalies."""

from typing import Any, Literal

from pydantic import Field, model_validator

from barograph.api.bodies.base import Body, LabelMatch, PageQuery, Query, labels_of
from barograph.config.detector import Name
from barograph.domain import AnomalyState, Direction, Severity
from barograph.storage import AnomalyFilter

__all__ = ["AnomalyBody", "AnomalyPage", "AnomalyPath", "AnomalyQuery"]

_LATEST_MS = 253_402_300_799_999


class AnomalyPath(Query):
    """Which anomaly."""

    fingerprint: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Fingerprint of the anomaly.")


class AnomalyQuery(PageQuery):
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
    from_ms: int | None = Field(
        None, ge=0, le=_LATEST_MS, description="Only those that were open at or after this moment."
    )
    to_ms: int | None = Field(
        None, ge=0, le=_LATEST_MS, description="Only those that started at or before this moment."
    )

    @model_validator(mode="after")
    def _check_together(self) -> "AnomalyQuery":
        if self.from_ms is not None and self.to_ms is not None and self.from_ms > self.to_ms:
            raise ValueError("`from_ms` lies after `to_ms`")
        return self

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
