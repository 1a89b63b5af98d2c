"""What each kind of event carries, typed: the JSON Schema that clients can rely on comes from here.

Fields may be added later, never renamed; so readers skip what they do not know.
"""

from typing import Any

import msgspec

from barograph.domain import EventType

__all__ = ["PAYLOADS"]


class EvidenceBody(msgspec.Struct, frozen=True):
    """What was seen at the strangest point, and the sentence that says so."""

    actual: float | None
    expected: float | None
    lower: float | None
    upper: float | None
    score: float | None
    sentence: str
    details: dict[str, Any] = {}


class AnomalyBody(msgspec.Struct, frozen=True):
    """An episode of one series."""

    fingerprint: str
    detector_id: str
    labels: dict[str, str]
    state: str
    severity: str
    direction: str
    started_ms: int
    updated_ms: int
    ended_ms: int | None
    peak_score: float
    evidence: EvidenceBody
    model_version: int | None = None


class AnomalyPayload(msgspec.Struct, frozen=True):
    """An episode as a change left it, and why it changed."""

    reason: str
    anomaly: AnomalyBody


class DetectorPayload(msgspec.Struct, frozen=True):
    """Which detector; read it from the API for the rest."""

    name: str
    revision: int | None = None
    origin: str | None = None
    by: str | None = None


class HealthPayload(msgspec.Struct, frozen=True):
    """How something is, in a sentence a person can act on."""

    state: str
    sentence: str
    since_ms: int | None = None
    error_code: str | None = None
    name: str | None = None


class SourceHealthPayload(msgspec.Struct, frozen=True):
    """How a data source is; ``addresses`` say it of each of them, and which one is used."""

    source: str
    state: str
    sentence: str
    latency_seconds: float | None = None
    product: str = ""
    version: str = ""
    addresses: list[dict[str, Any]] = msgspec.field(default_factory=list)


class IncidentPayload(msgspec.Struct, frozen=True):
    """Anomalies that belong together, with ranked suspects."""

    incident: dict[str, Any]
    reason: str | None = None


class FeedbackPayload(msgspec.Struct, frozen=True):
    """What somebody said about an anomaly: expected, useful or noise."""

    fingerprint: str
    verdict: str
    reason: str
    author: str


class ProposalPayload(msgspec.Struct, frozen=True):
    """A change of a detector that follows from feedback, and what became of it; the API shows its effect."""

    proposal_id: int
    kind: str
    sentence: str
    state: str
    fingerprint: str
    decided_by: str = ""


class ModelPayload(msgspec.Struct, frozen=True):
    """A version of a detector's model."""

    version: int
    algorithm: str | None = None
    series: int | None = None
    fit_seconds: float | None = None
    reason: str | None = None
    by: str | None = None


class DriftPayload(msgspec.Struct, frozen=True):
    """A model that no longer sees what it learnt from, the tests that say so, and when it is trained anew."""

    version: int
    reason: str
    drift: dict[str, Any]
    training_due_ms: int | None = None


class AutomationRunPayload(msgspec.Struct, frozen=True):
    """A run of an automation: what came of it so far; the API shows the rest."""

    run_id: int
    automation: str
    state: str
    reason: str
    event_id: int
    sentence: str = ""
    actions: list[dict[str, Any]] = msgspec.field(default_factory=list)
    decided_by: str = ""


class JobPayload(msgspec.Struct, frozen=True):
    """How far a job is, from 0 to 1."""

    job_id: str
    kind: str
    state: str
    progress: float


class HeartbeatPayload(msgspec.Struct, frozen=True):
    """A process that is alive."""

    process_id: str | None = None


PAYLOADS: dict[EventType, type[msgspec.Struct]] = {
    EventType.DETECTOR_CREATED: DetectorPayload,
    EventType.DETECTOR_UPDATED: DetectorPayload,
    EventType.DETECTOR_DELETED: DetectorPayload,
    EventType.DETECTOR_STARTED: DetectorPayload,
    EventType.DETECTOR_STOPPED: DetectorPayload,
    EventType.DETECTOR_HEALTH: HealthPayload,
    EventType.ANOMALY_DETECTED: AnomalyPayload,
    EventType.ANOMALY_UPDATED: AnomalyPayload,
    EventType.ANOMALY_RESOLVED: AnomalyPayload,
    EventType.FEEDBACK_GIVEN: FeedbackPayload,
    EventType.PROPOSAL_MADE: ProposalPayload,
    EventType.PROPOSAL_DECIDED: ProposalPayload,
    EventType.INCIDENT_OPENED: IncidentPayload,
    EventType.INCIDENT_UPDATED: IncidentPayload,
    EventType.INCIDENT_RESOLVED: IncidentPayload,
    EventType.MODEL_TRAINED: ModelPayload,
    EventType.MODEL_PROMOTED: ModelPayload,
    EventType.MODEL_ROLLED_BACK: ModelPayload,
    EventType.MODEL_DRIFTED: DriftPayload,
    EventType.AUTOMATION_RUN: AutomationRunPayload,
    EventType.JOB_PROGRESS: JobPayload,
    EventType.SOURCE_HEALTH: SourceHealthPayload,
    EventType.PROCESS_HEALTH: HealthPayload,
    EventType.HEARTBEAT: HeartbeatPayload,
}
