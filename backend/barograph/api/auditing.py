"""What stands in the audit trail of a request, said at its view."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from flask import g

from barograph.domain import Anomaly, Incident
from barograph.security import ApiKey
from barograph.storage import AuditSubject, StoredAutomation, StoredDetector, SubjectKind

__all__ = [
    "Told",
    "about_anomaly",
    "about_automation",
    "about_datasource",
    "about_detector",
    "about_incident",
    "about_key",
    "expect_telling",
    "reason_to_leave_out",
    "tell_audit",
    "told_to_audit",
    "unaudited",
]

_P = ParamSpec("_P")
_Answer = TypeVar("_Answer")
_MARK = "left_out_of_audit"
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What a view said that it changed."""

    subject: AuditSubject = field(default_factory=AuditSubject)
    sentence: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


def tell_audit(subject: AuditSubject, sentence: str, detail: dict[str, Any] | None = None) -> None:
    """Say what a request changes about what; each call is an entry, once the request has succeeded."""
    short = sentence if len(sentence) <= _LONGEST else f"{sentence[: _LONGEST - 1]}…"
    g.setdefault("told_to_audit", []).append(Told(subject, short, detail or {}))


def expect_telling() -> None:
    """Leave no entry unless something is told: a request about several may change none of them."""
    g.setdefault("told_to_audit", [])


def told_to_audit() -> tuple[Told, ...]:
    """Return what the view of this request said; one that says nothing still leaves an entry."""
    return tuple(g.get("told_to_audit", (Told(),)))


def unaudited(reason: str) -> Callable[[Callable[_P, _Answer]], Callable[_P, _Answer]]:
    """Keep what a view does out of the audit trail, and say why.

    A view that takes POST, PUT, PATCH or DELETE and is not marked leaves an entry whenever it succeeds.
    """

    def mark(view: Callable[_P, _Answer]) -> Callable[_P, _Answer]:
        vars(view)[_MARK] = reason
        return view

    return mark


def reason_to_leave_out(view: Callable[..., object] | None) -> str | None:
    """Return why a view is left out of the audit trail, None where it is not."""
    found: str | None = getattr(view, _MARK, None)
    return found


def about_detector(detector: StoredDetector) -> AuditSubject:
    """Return a detector as the subject of an entry."""
    return AuditSubject(SubjectKind.DETECTOR, detector.id, detector.title)


def about_automation(one: StoredAutomation) -> AuditSubject:
    """Return an automation as the subject of an entry."""
    return AuditSubject(SubjectKind.AUTOMATION, one.name, one.title)


def about_incident(incident: Incident) -> AuditSubject:
    """Return an incident as the subject of an entry."""
    return AuditSubject(SubjectKind.INCIDENT, incident.id, incident.title)


def about_anomaly(anomaly: Anomaly) -> AuditSubject:
    """Return an anomaly as the subject of an entry."""
    return AuditSubject(SubjectKind.ANOMALY, anomaly.fingerprint, f"{anomaly.detector_id} {anomaly.labels}")


def about_datasource(name: str) -> AuditSubject:
    """Return a data source as the subject of an entry."""
    return AuditSubject(SubjectKind.DATA_SOURCE, name, name)


def about_key(key: ApiKey) -> AuditSubject:
    """Return an API key as the subject of an entry."""
    return AuditSubject(SubjectKind.KEY, key.id, key.name)
