"""Questions and answers about incidents."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from barograph.api.bodies.anomalies import AnomalyBody
from barograph.api.bodies.base import Body, PageQuery, Query, SpanQuery
from barograph.api.bodies.feedback import FeedbackBody
from barograph.domain import IncidentState, Severity
from barograph.storage import IncidentFilter

__all__ = [
    "IncidentBody",
    "IncidentEditBody",
    "IncidentPage",
    "IncidentPath",
    "IncidentQuery",
    "MemberPage",
    "MemberQuery",
]

Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,40}$")]


class IncidentPath(Query):
    """Which incident."""

    incident_id: str = Field(pattern=r"^[0-9a-f]{1,40}$", description="Id of the incident.")


class IncidentQuery(SpanQuery):
    """Which incidents."""

    sort: Literal["started", "-started"] = Field(
        "-started", description="Order; a minus before it reverses it."
    )
    state: IncidentState | None = Field(None, description="Only those in this state.")
    anomaly: Fingerprint | None = Field(None, description="Only those that this anomaly belongs to.")

    def to_filter(self) -> IncidentFilter:
        """Return what the stores understand."""
        return IncidentFilter(self.state, self.anomaly, self.from_ms, self.to_ms)


class MemberQuery(PageQuery):
    """Which page of the anomalies of an incident."""

    sort: Literal["started", "-started"] = Field(
        "started", description="Order; a minus before it reverses it."
    )


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
    calm_since_ms: int | None = Field(description="Since when all its anomalies are over, while it is open.")
    related: list[str] = Field(description="Incidents of other owners that this one goes with.")
    revision: int = Field(description="Counts the changes of people and automations; it is the ETag.")


class IncidentPage(Body):
    """A page of incidents."""

    items: list[IncidentBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


class MemberBody(AnomalyBody):
    """An anomaly of an incident."""

    feedback: FeedbackBody | None = Field(description="The last word about it; null where nobody said one.")


class MemberPage(Body):
    """A page of the anomalies of an incident."""

    items: list[MemberBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


class IncidentEditBody(Body):
    """What should be different; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=200)
    note: str | None = Field(None, max_length=5_000)
    add: tuple[Fingerprint, ...] = Field((), max_length=500, description="Anomalies to put in.")
    leave_out: tuple[Fingerprint, ...] = Field((), max_length=500, description="Anomalies to take out.")
    is_over: bool = Field(False, description="Whether to end it.")
