"""What people change about an incident; the machine keeps to it afterwards."""

from dataclasses import dataclass, replace

from barograph.domain import Incident, IncidentChange, IncidentChangeKind, IncidentState
from barograph.errors import Conflict

__all__ = ["EDITED", "IncidentEdit", "edit_incident"]

EDITED = "edited_by_people"
"""Reason of an edit after which grouping looks at the incident again."""


@dataclass(frozen=True, slots=True)
class IncidentEdit:
    """What should be different; what is not named stays."""

    title: str | None = None
    note: str | None = None
    add: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    is_over: bool = False


def edit_incident(incident: Incident, edit: IncidentEdit, now_ms: int) -> IncidentChange:
    """Return the incident as people want it; one that is merged can't be changed any more."""
    if incident.state is IncidentState.MERGED:
        raise Conflict(
            f"Incident {incident.id} was merged into {incident.merged_into}. Change that one instead."
        )
    members = tuple(dict.fromkeys((*incident.members, *edit.add)))
    changed = replace(
        incident,
        title=incident.title if edit.title is None else edit.title,
        note=incident.note if edit.note is None else edit.note,
        members=tuple(name for name in members if name not in edit.leave_out),
        left_out=tuple(
            name
            for name in dict.fromkeys((*incident.left_out, *edit.leave_out))
            if name not in edit.add or name in edit.leave_out
        ),
        is_edited=incident.is_edited or edit.title is not None,
        updated_ms=now_ms,
    )
    if not changed.members:
        raise Conflict("An incident needs at least one anomaly. End it instead.")
    if edit.is_over and incident.state is IncidentState.OPEN:
        over = replace(changed, state=IncidentState.RESOLVED, ended_ms=now_ms)
        return IncidentChange(IncidentChangeKind.RESOLVED, over, "ended_by_people")
    return IncidentChange(IncidentChangeKind.UPDATED, changed, EDITED)
