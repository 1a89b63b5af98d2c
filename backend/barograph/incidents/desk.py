"""The desk: reads what happened to anomalies from the log and keeps incidents up to date."""

from collections.abc import Callable, Collection, Mapping, Sequence

from barograph.domain import AnomalyChange, ChangeKind, Event, EventType, Incident, IncidentChange
from barograph.incidents.editing import EDITED
from barograph.incidents.grouping import Grouping
from barograph.incidents.kinship import Kinship
from barograph.incidents.rationing import Rationing
from barograph.storage.anomalies import Anomalies
from barograph.storage.events import EventLog
from barograph.storage.incidents import Incidents

__all__ = ["IncidentDesk"]

_KINDS = {
    EventType.ANOMALY_DETECTED: ChangeKind.OPENED,
    EventType.ANOMALY_UPDATED: ChangeKind.UPDATED,
    EventType.ANOMALY_RESOLVED: ChangeKind.RESOLVED,
}
_MOST_EVENTS = 10_000


class IncidentDesk:
    """Works events into incidents, each once, whatever process does it and whenever it dies."""

    def __init__(
        self,
        events: EventLog,
        anomalies: Anomalies,
        incidents: Incidents,
        kinship: Kinship,
        publish: Callable[[Sequence[Event]], None],
        rationing: Rationing | None = None,
        titles: Callable[[str, Sequence[str]], Mapping[str, str]] | None = None,
    ) -> None:
        self._events = events
        self._anomalies = anomalies
        self._incidents = incidents
        self._kinship = kinship
        self._publish = publish
        self._rationing = rationing
        self._titles = titles

    def judge_by(self, kinship: Kinship) -> None:
        """Group by these rules from now on."""
        self._kinship = kinship

    def look(self, now_ms: int) -> int:
        """Work on the events since the last look; returns how many changes of incidents that gave."""
        return self._work(now_ms, {})

    def end_calm(self, now_ms: int) -> int:
        """End the incidents to which nothing has returned for long enough; returns how many changes."""
        due: dict[str, list[str]] = {}
        for one in self._incidents.calm():
            if now_ms - (one.calm_since_ms or 0) >= self._kinship.calm_ms:
                due.setdefault(one.tenant, []).append(one.id)
        return self._work(now_ms, due)

    def _work(self, now_ms: int, due: Mapping[str, Collection[str]]) -> int:
        position = self._incidents.position()
        found = self._events.follow(position, _MOST_EVENTS)
        if not found and not due:
            return 0
        # Where people change an incident meanwhile nothing is written, and the next look begins again.
        changes = [
            change
            for tenant in sorted(_tenants(found).union(due))
            for change in self._group(tenant, now_ms, found, due.get(tenant, ()))
        ]
        events = self._incidents.record(changes, now_ms, (position, found[-1].id if found else position))
        if events:
            self._publish(events)
        return len(events or ())

    def _group(
        self, tenant: str, now_ms: int, found: Sequence[Event], again: Collection[str]
    ) -> tuple[IncidentChange, ...]:
        """Fold the events of a tenant; an anomaly that changed twice is looked at as it is now."""
        incidents = self._with_related(tenant, self._incidents.open_of(tenant))
        kinds: dict[str, ChangeKind] = {}
        for event in found:
            if event.tenant == tenant and event.type in _KINDS:
                name = _fingerprint_of(event)
                is_new = kinds.get(name) is ChangeKind.OPENED
                kinds[name] = ChangeKind.OPENED if is_new else _KINDS[event.type]
        wanted = {*kinds, *(name for incident in incidents for name in incident.members)}
        anomalies = {one.fingerprint: one for one in self._anomalies.named(tenant, sorted(wanted))}
        self._kinship.topology.learn(one.labels for one in anomalies.values())
        changes = [AnomalyChange(kind, anomalies[name]) for name, kind in kinds.items() if name in anomalies]
        edited = {_edited(event) for event in found if event.tenant == tenant}
        detectors = sorted({one.detector_id for one in anomalies.values()})
        titles = self._titles(tenant, detectors) if self._titles else {}
        grouping = Grouping(self._kinship, incidents, anomalies, titles)
        grouped = grouping.take(changes, now_ms, edited.union(again))
        return self._rationing.apply(grouped, anomalies) if self._rationing else grouped

    def _with_related(self, tenant: str, incidents: Sequence[Incident]) -> Sequence[Incident]:
        """Add the incidents that these go with and that are over by now."""
        here = {one.id for one in incidents}
        others = {name for one in incidents for name in one.related} - here
        return (*incidents, *self._incidents.named(tenant, sorted(others))) if others else incidents


def _tenants(found: Sequence[Event]) -> set[str]:
    return {event.tenant for event in found if event.type in _KINDS or _edited(event)}


def _edited(event: Event) -> str:
    """Return the incident that people have edited, if that is what an event tells."""
    incident = event.payload.get("incident")
    is_edit = event.type is EventType.INCIDENT_UPDATED and event.payload.get("reason") == EDITED
    return str(incident["id"]) if is_edit and isinstance(incident, dict) else ""


def _fingerprint_of(event: Event) -> str:
    anomaly = event.payload["anomaly"]
    return str(anomaly["fingerprint"]) if isinstance(anomaly, dict) else ""
