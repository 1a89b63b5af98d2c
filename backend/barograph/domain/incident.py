"""An incident: anomalies that belong together, with suspects."""

from dataclasses import dataclass
from enum import StrEnum

from barograph.domain.anomaly import Severity

__all__ = ["Incident", "IncidentChange", "IncidentChangeKind", "IncidentState", "SuspectLine"]


class IncidentState(StrEnum):
    """Whether an incident goes on; a merged one lives on in another."""

    OPEN = "open"
    RESOLVED = "resolved"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class SuspectLine:
    """A component that may be the cause, how much speaks against it, and what."""

    component: str
    score: float
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as it is now; ``members`` and ``left_out`` (by people) are fingerprints of anomalies.

    ``team`` is whom it wakes, where teams are configured, and ``held_back`` says why it wakes nobody.
    ``calm_since_ms`` is when all its anomalies were found to be over: it ends when none returns for a while.
    ``related`` are incidents of other owners that this one goes with: their anomalies may be its cause.
    ``revision`` counts the changes that people and automations made.
    """

    id: str
    tenant: str
    title: str
    state: IncidentState
    severity: Severity
    started_ms: int
    updated_ms: int
    ended_ms: int | None
    members: tuple[str, ...]
    suspects: tuple[SuspectLine, ...] = ()
    sentence: str = ""
    left_out: tuple[str, ...] = ()
    merged_into: str | None = None
    note: str = ""
    is_edited: bool = False
    least_severity: Severity = Severity.INFO
    team: str = ""
    held_back: str = ""
    peak_score: float = 0.0
    calm_since_ms: int | None = None
    related: tuple[str, ...] = ()
    revision: int = 1


class IncidentChangeKind(StrEnum):
    """What happened to an incident; an escalated one matters more, a released one is told after all."""

    OPENED = "opened"
    UPDATED = "updated"
    ESCALATED = "escalated"
    RELEASED = "released"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """An incident as it is now, what happened to it, and why."""

    kind: IncidentChangeKind
    incident: Incident
    reason: str = ""
