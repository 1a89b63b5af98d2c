"""What happened to incidents, from how they were and how they are."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from barograph.domain import Incident, IncidentChange, IncidentChangeKind, IncidentState

__all__ = ["list_changes"]


def list_changes(
    before: Mapping[str, Incident],
    after: Mapping[str, Incident],
    reasons: Mapping[str, str],
    anomalies: Container[str],
) -> Iterator[IncidentChange]:
    """Say what became different; ``reasons`` and incidents go by id, ``anomalies`` are those still known."""
    for name, incident in after.items():
        known = before.get(name)
        if incident == known:
            continue
        reason = reasons.get(name, "member_changed")
        if known is None and incident.state is not IncidentState.MERGED:
            opened = replace(incident, state=IncidentState.OPEN, ended_ms=None)
            yield IncidentChange(IncidentChangeKind.OPENED, opened, reason)
        elif incident.state is IncidentState.OPEN:
            yield IncidentChange(_kind_of(known or incident, incident), incident, reason)
        if incident.state is IncidentState.RESOLVED:
            yield IncidentChange(IncidentChangeKind.RESOLVED, incident, _why_over(incident, anomalies))
        elif incident.state is IncidentState.MERGED and known is not None:
            yield IncidentChange(IncidentChangeKind.RESOLVED, incident, reason)


def _kind_of(before: Incident, incident: Incident) -> IncidentChangeKind:
    if before.held_back and not incident.held_back:
        return IncidentChangeKind.RELEASED
    is_worse = incident.severity.rank > before.severity.rank
    return IncidentChangeKind.ESCALATED if is_worse else IncidentChangeKind.UPDATED


def _why_over(incident: Incident, anomalies: Container[str]) -> str:
    is_known = any(name in anomalies for name in incident.members)
    return "all_members_resolved" if is_known else "members_are_gone"
