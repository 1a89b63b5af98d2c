"""Questions and answers about incidents."""

from typing import Annotated

from pydantic import Field, StringConstraints

from barograph.api.bodies.base import Body, Query
from barograph.domain import IncidentState, Severity

__all__ = ["IncidentBody", "IncidentEditBody", "IncidentList", "IncidentPath", "IncidentQuery"]

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,40}$")]


class IncidentPath(Query):
    """Which incident."""

    incident_id: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Id of the incident.")


class IncidentQuery(Query):
    """How many incidents."""

    limit: int = Field(50, ge=1, le=500, description="Most incidents in the answer, the latest first.")


class SuspectBody(Body):
    """A component that may be the cause."""

    component: str
    score: float
    why: list[str]


class IncidentBody(Body):
    """Anomalies that belong together."""

    id: str
    title: str
    sentence: str
    state: IncidentState
    severity: Severity
    started_ms: int
    updated_ms: int
    ended_ms: int | None
    members: list[str] = Field(description="Fingerprints of its anomalies.")
    left_out: list[str] = Field(description="Fingerprints that people took out.")
    suspects: list[SuspectBody]
    merged_into: str | None
    note: str
    is_edited: bool
    team: str = Field(description="Whom it wakes; empty where no team is configured for it.")
    held_back: str = Field(description="Why nobody was told of it; empty where people were.")
    peak_score: float = Field(description="The highest score, where teams are configured.")
    revision: int = Field(description="Counts the changes of people and automations; it is the ETag.")


class IncidentList(Body):
    """Incidents, the latest first."""

    items: list[IncidentBody]


class IncidentEditBody(Body):
    """What should be different; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=200)
    note: str | None = Field(None, max_length=5_000)
    add: tuple[Fingerprint, ...] = Field((), max_length=500, description="Anomalies to put in.")
    leave_out: tuple[Fingerprint, ...] = Field((), max_length=500, description="Anomalies to take out.")
    is_over: bool = Field(False, description="Whether to end it.")
