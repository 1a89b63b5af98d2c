"""An anomaly: an episode of one series that opens, updates and closes."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from barograph.domain.labels import Labels

__all__ = ["Anomaly", "AnomalyState", "Direction", "Evidence", "Severity", "fingerprint_of"]


class Severity(StrEnum):
    """How much an anomaly matters, mildest first."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """The position on the ladder, for comparisons."""
        return list(Severity).index(self)


class Direction(StrEnum):
    """On which side of the expected value a point lies."""

    UP = "up"
    DOWN = "down"


class AnomalyState(StrEnum):
    """Whether an episode goes on."""

    OPEN = "open"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen at the strangest point of an episode, and the sentence that says so."""

    actual: float
    expected: float
    lower: float
    upper: float
    score: float
    sentence: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One episode. Times are milliseconds since the epoch and belong to points, never to the wall clock."""

    fingerprint: str
    detector_id: str
    labels: Labels
    state: AnomalyState
    severity: Severity
    direction: Direction
    started_ms: int
    updated_ms: int
    ended_ms: int | None
    peak_score: float
    evidence: Evidence
    model_version: int | None = None
    tenant: str = "default"


def fingerprint_of(tenant: str, detector_id: str, labels: Labels, started_ms: int) -> str:
    """Name an episode the same way on every worker and after every restart."""
    identity = "\x1f".join((tenant, detector_id, str(labels), str(started_ms)))
    return hashlib.blake2b(identity.encode(), digest_size=12).hexdigest()
