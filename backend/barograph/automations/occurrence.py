"""An occurrence: what an automation needs to know of an event."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from barograph.domain import Anomaly, Event, EventType, Severity

__all__ = ["BY_AUTOMATION", "Occurrence", "first_member", "occurrence_of"]

BY_AUTOMATION = "automation:"
_RESOLVED = (EventType.ANOMALY_RESOLVED, EventType.INCIDENT_RESOLVED)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event, flattened.

    ``subject`` is what counts once: the start or the end of an episode, or else the event itself.
    ``chain`` names the automations that led to it, the first one first.
    """

    event_id: int
    type: EventType
    tenant: str
    at_ms: int
    subject: str
    detector_id: str | None = None
    episode: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    lasting_ms: int = 0
    sentence: str = ""
    chain: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return what sinks call such an episode: anomalies or incidents."""
        return "incidents" if self.type.startswith("incident_") else "anomalies"

    def to_json(self) -> dict[str, Any]:
        """Return what is stored, shown, and told to receivers."""
        return asdict(self) | {"labels": dict(self.labels), "chain": list(self.chain)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Occurrence":
        """Return the occurrence that was stored."""
        severity = values["severity"]
        return cls(
            **{
                **values,
                "type": EventType(values["type"]),
                "severity": None if severity is None else Severity(severity),
                "chain": tuple(values["chain"]),
            }
        )


def first_member(event: Event) -> str | None:
    """Return the fingerprint of the anomaly whose labels an incident has, None for other events."""
    incident = event.payload.get("incident")
    members = incident.get("members") if isinstance(incident, dict) else None
    return str(members[0]) if isinstance(members, list | tuple) and members else None


def occurrence_of(event: Event, member: Anomaly | None = None) -> Occurrence:
    """Flatten an event; ``member`` is the first anomaly of an incident."""
    episode = event.payload.get("anomaly") or event.payload.get("incident")
    if isinstance(episode, dict):
        return _of_episode(event, episode, member)
    return Occurrence(
        event_id=event.id,
        type=event.type,
        tenant=event.tenant,
        at_ms=event.created_ms,
        subject=f"event:{event.id}",
        detector_id=event.detector_id,
        sentence=str(event.payload.get("sentence") or event.type.value.replace("_", " ")),
        chain=_chain_of(event.payload.get("by")),
    )


def _of_episode(event: Event, episode: Mapping[str, Any], member: Anomaly | None) -> Occurrence:
    name = str(episode.get("fingerprint") or episode.get("id"))
    phase = "end" if event.type in _RESOLVED else "start"
    labels = episode.get("labels") or (dict(member.labels) if member else {})
    evidence = episode.get("evidence")
    sentence = evidence.get("sentence") if isinstance(evidence, dict) else episode.get("sentence")
    return Occurrence(
        event_id=event.id,
        type=event.type,
        tenant=event.tenant,
        at_ms=event.created_ms,
        subject=f"{event.type.split('_', 1)[0]}:{name}:{phase}",
        detector_id=event.detector_id or (member.detector_id if member else None),
        episode=name,
        labels={str(key): str(value) for key, value in labels.items()},
        severity=Severity(str(episode["severity"])),
        lasting_ms=int(episode["updated_ms"]) - int(episode["started_ms"]),
        sentence=str(sentence or ""),
        chain=_chain_of(event.payload.get("reason")),
    )


def _chain_of(by: object) -> tuple[str, ...]:
    if not isinstance(by, str) or not by.startswith(BY_AUTOMATION):
        return ()
    return tuple(by.removeprefix(BY_AUTOMATION).split(">"))
