"""The action that makes an incident matter more."""

from dataclasses import replace

from barograph.automations.base import Occasion
from barograph.config.automation import RaiseSeverityAction
from barograph.domain import Incident, IncidentChange, IncidentChangeKind, IncidentState, Severity
from barograph.errors import Conflict
from barograph.storage import Incidents

__all__ = ["RaiseSeverityAct"]


class RaiseSeverityAct:
    """Lifts the severity of an open incident; sinks hear of it, even where it was held back before."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents

    def __call__(self, action: RaiseSeverityAction, occasion: Occasion) -> str:
        """Write the incident with the new least severity."""
        tenant, name = occasion.seen.tenant, occasion.seen.episode or ""
        before = self._incidents.get(tenant, name)
        is_open = before.state is IncidentState.OPEN
        if (
            is_open
            and before.severity.rank >= action.to.rank
            and before.least_severity.rank >= action.to.rank
        ):
            return f"It is {before.severity.value} already."
        raised = self._incidents.change(
            tenant, name, lambda one: _raise(one, action.to, occasion.author), occasion.now_ms
        )
        return f"It was {before.severity.value} and is {raised.severity.value}."


def _raise(incident: Incident, least: Severity, author: str) -> IncidentChange:
    if incident.state is not IncidentState.OPEN:
        raise Conflict(f"Incident {incident.id} is {incident.state.value} already.")
    raised = max(incident.severity, least, key=lambda step: step.rank)
    changed = replace(incident, severity=raised, least_severity=least, held_back="")
    if incident.held_back:
        return IncidentChange(IncidentChangeKind.RELEASED, changed, author)
    is_worse = raised is not incident.severity
    kind = IncidentChangeKind.ESCALATED if is_worse else IncidentChangeKind.UPDATED
    return IncidentChange(kind, changed, author)
