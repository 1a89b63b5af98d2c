"""What a client can ask for: topics, filters, and which event belongs to which topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, quote, unquote, urlencode

from barograph.domain import Event, EventType, Severity

__all__ = [
    "EventFilter",
    "Interest",
    "Topic",
    "is_interested",
    "parse_scores_channel",
    "scores_channel",
    "topic_of",
]


class Topic(StrEnum):
    """Where events go. Live scores have topics of their own: ``scores:<detector>``."""

    DETECTORS = "detectors"
    ANOMALIES = "anomalies"
    SYSTEM = "system"


_TOPIC_BY_PREFIX = {
    "detector": Topic.DETECTORS,
    "model": Topic.DETECTORS,
    "job": Topic.DETECTORS,
    "proposal": Topic.DETECTORS,
    "anomaly": Topic.ANOMALIES,
    "feedback": Topic.ANOMALIES,
    "incident": Topic.ANOMALIES,
    "automation": Topic.SYSTEM,
    "source": Topic.SYSTEM,
    "process": Topic.SYSTEM,
    "heartbeat": Topic.SYSTEM,
}
_TOPICS = {kind: _TOPIC_BY_PREFIX[kind.value.split("_", maxsplit=1)[0]] for kind in EventType}


def topic_of(kind: EventType) -> Topic:
    """Return the topic under which clients get this kind of event."""
    return _TOPICS[kind]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Narrows a topic; each part speaks only about events that carry such a field."""

    labels: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None
    detectors: frozenset[str] = frozenset()

    def matches(self, event: Event) -> bool:
        """Tell whether an event passes."""
        if self.detectors and event.detector_id is not None and event.detector_id not in self.detectors:
            return False
        subject = _subject_of(event)
        if self.severity is not None and not _reaches(subject.get("severity"), self.severity):
            return False
        labels = subject.get("labels")
        if not self.labels or not isinstance(labels, Mapping):
            return True
        return all(labels.get(name, "") == value for name, value in self.labels)


Interest = frozenset[tuple[Topic, EventFilter]]


def is_interested(interest: Interest, event: Event) -> bool:
    """Tell whether one of the subscriptions wants the event."""
    topic = _TOPICS[event.type]
    return any(wanted is topic and narrow.matches(event) for wanted, narrow in interest)


def scores_channel(tenant: str, detector_id: str, labels: tuple[tuple[str, str], ...] = ()) -> str:
    """Name the live scores of a detector's series; the tenant is part of the name, so tenants can't meet."""
    return f"scores/{quote(tenant, safe='')}/{quote(detector_id, safe='')}?{urlencode(sorted(labels))}"


def parse_scores_channel(channel: str) -> tuple[str, str, dict[str, str]]:
    """Return tenant, detector and wanted labels of a channel's name."""
    path, _, query = channel.partition("?")
    _, tenant, detector_id = path.split("/")
    return unquote(tenant), unquote(detector_id), dict(parse_qsl(query, keep_blank_values=True))


def _subject_of(event: Event) -> Mapping[str, object]:
    for name in ("anomaly", "incident", "detector"):
        subject = event.payload.get(name)
        if isinstance(subject, Mapping):
            return subject
    return event.payload


def _reaches(severity: object, least: Severity) -> bool:
    return severity is None or (severity in set(Severity) and Severity(str(severity)).rank >= least.rank)
