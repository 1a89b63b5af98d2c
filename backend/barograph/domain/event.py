"""Events: what happened, in order."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Event", "EventType"]


class EventType(StrEnum):
    """Every kind of thing that can happen; the value is the name clients see."""

    DETECTOR_CREATED = "detector_created"
    DETECTOR_UPDATED = "detector_updated"
    DETECTOR_DELETED = "detector_deleted"
    DETECTOR_STARTED = "detector_started"
    DETECTOR_STOPPED = "detector_stopped"
    DETECTOR_HEALTH = "detector_health"
    ANOMALY_DETECTED = "anomaly_detected"
    ANOMALY_UPDATED = "anomaly_updated"
    ANOMALY_RESOLVED = "anomaly_resolved"
    FEEDBACK_GIVEN = "feedback_given"
    PROPOSAL_MADE = "proposal_made"
    PROPOSAL_DECIDED = "proposal_decided"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_UPDATED = "incident_updated"
    INCIDENT_RESOLVED = "incident_resolved"
    MODEL_TRAINED = "model_trained"
    MODEL_PROMOTED = "model_promoted"
    MODEL_ROLLED_BACK = "model_rolled_back"
    MODEL_DRIFTED = "model_drifted"
    AUTOMATION_RUN = "automation_run"
    JOB_PROGRESS = "job_progress"
    SOURCE_HEALTH = "source_health"
    PROCESS_HEALTH = "process_health"
    HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. ``id`` is given by the store and only grows; 0 means not stored yet.

    ``created_ms`` is the wall clock of the writer; ``payload`` holds JSON values only.
    """

    type: EventType
    tenant: str
    created_ms: int
    payload: dict[str, object] = field(default_factory=dict)
    detector_id: str | None = None
    id: int = 0
