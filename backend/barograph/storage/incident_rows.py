"""An incident as a row, as JSON and as an event."""

from typing import Any

from sqlalchemy import Row

from barograph.domain import (
    Event,
    EventType,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Severity,
    SuspectLine,
)

__all__ = ["incident_json", "to_event", "to_incident", "to_row"]

_EVENT_TYPES = {
    IncidentChangeKind.OPENED: EventType.INCIDENT_OPENED,
    IncidentChangeKind.UPDATED: EventType.INCIDENT_UPDATED,
    IncidentChangeKind.ESCALATED: EventType.INCIDENT_UPDATED,
    IncidentChangeKind.RELEASED: EventType.INCIDENT_UPDATED,
    IncidentChangeKind.RESOLVED: EventType.INCIDENT_RESOLVED,
}
_COLUMNS = ("tenant", "id", "started_ms", "updated_ms", "ended_ms")


def incident_json(incident: Incident) -> dict[str, Any]:
    """Return what clients and sinks see."""
    row = to_row(incident)
    return {**{name: row[name] for name in row if name not in ("tenant", "content")}, **row["content"]}


def to_event(change: IncidentChange, now_ms: int) -> Event:
    """Return the event that tells of a change."""
    payload: dict[str, object] = {"reason": change.reason, "incident": incident_json(change.incident)}
    return Event(_EVENT_TYPES[change.kind], change.incident.tenant, now_ms, payload)


def to_row(incident: Incident) -> dict[str, Any]:
    """Return the values of the columns."""
    suspects = [
        {"component": one.component, "score": one.score, "why": list(one.why)} for one in incident.suspects
    ]
    return {
        **{name: getattr(incident, name) for name in _COLUMNS},
        "state": incident.state.value,
        "severity": incident.severity.value,
        "content": {
            "title": incident.title,
            "sentence": incident.sentence,
            "members": list(incident.members),
            "left_out": list(incident.left_out),
            "suspects": suspects,
            "merged_into": incident.merged_into,
            "note": incident.note,
            "is_edited": incident.is_edited,
            "least_severity": incident.least_severity.value,
            "team": incident.team,
            "held_back": incident.held_back,
            "peak_score": incident.peak_score,
            "calm_since_ms": incident.calm_since_ms,
            "related": list(incident.related),
            "revision": incident.revision,
        },
    }


def to_incident(row: Row[Any]) -> Incident:
    """Return the incident that a row holds."""
    content = row.content
    return Incident(
        **{name: getattr(row, name) for name in _COLUMNS},
        state=IncidentState(row.state),
        severity=Severity(row.severity),
        title=content["title"],
        sentence=content["sentence"],
        members=tuple(content["members"]),
        left_out=tuple(content["left_out"]),
        suspects=tuple(
            SuspectLine(one["component"], one["score"], tuple(one["why"])) for one in content["suspects"]
        ),
        merged_into=content["merged_into"],
        note=content["note"],
        is_edited=content["is_edited"],
        least_severity=Severity(content.get("least_severity", Severity.INFO.value)),
        team=content.get("team", ""),
        held_back=content.get("held_back", ""),
        peak_score=content.get("peak_score", 0.0),
        calm_since_ms=content.get("calm_since_ms"),
        related=tuple(content.get("related", ())),
        revision=content.get("revision", 1),
    )
