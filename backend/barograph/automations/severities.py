"""The action that makes an incident matter more."""

from dataclasses import replace

from barograph.automations.base import Occasion
from barograph.config.automation import RaiseSeverityAction
from barograph.domain import IncidentChange, IncidentChangeKind, IncidentState
from barograph.errors import Conflict
from barograph.storage import Incidents

__all__ = ["RaiseSeverityAct"]


class RaiseSeverityAct:
    """Lifts the severity of an open incident; sinks hear of it, even where it was held back before."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents

    def __call__(self, action: RaiseSeverityAction, occasion: Occasion) -> str:
        """Write the incident with the new least severity."""
        incident = self._incidents.get(occasion.seen.tenant, occasion.seen.episode or "")
        if incident.state is not IncidentState.OPEN:
            raise Conflict(f"Incident {incident.id} is {incident.state.value} already.")
        if incident.severity.rank >= action.to.rank and incident.least_severity.rank >= action.to.rank:
            return f"It is {incident.severity.value} already."
        raised = max(incident.severity, action.to, key=lambda step: step.rank)
        changed = replace(incident, severity=raised, least_severity=action.to, held_back="")
        kind = IncidentChangeKind.RELEASED if incident.held_back else IncidentChangeKind.UPDATED
        self._incidents.record([IncidentChange(kind, changed, occasion.author)], occasion.now_ms)
        return f"It was {incident.severity.value} and is {raised.value}."
