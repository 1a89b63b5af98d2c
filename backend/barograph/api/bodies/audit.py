"""Questions and answers about the audit trail."""

from dataclasses import asdict
from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, SpanQuery
from barograph.storage import AuditEntry, AuditFilter, SubjectKind

__all__ = ["AuditEntryBody", "AuditPage", "AuditQuery", "audit_body"]


class AuditQuery(SpanQuery):
    """Which entries."""

    sort: Literal["at", "-at"] = Field("-at", description="Order; a minus before it reverses it.")
    actor: str | None = Field(None, max_length=200, description="Only those whose actor holds this text.")
    action: str | None = Field(
        None, max_length=60, description="Only this action, such as `detectors.start`."
    )
    kind: SubjectKind | None = Field(None, description="Only what is about this kind of thing.")
    subject: str | None = Field(
        None, max_length=300, description="Only what is about something whose id or name holds this text."
    )
    object: str | None = Field(
        None, max_length=300, description="Only what begins with this address, such as `detectors/latency`."
    )

    def to_filter(self) -> AuditFilter:
        """Return what the store understands."""
        span = self.from_ms, self.to_ms
        return AuditFilter(self.actor, self.action, self.object, *span, self.kind, self.subject)


class SubjectBody(Body):
    """What a change is about."""

    kind: SubjectKind | Literal[""] = Field(description="Empty where nobody said.")
    id: str = Field(description="As addresses take it.")
    name: str = Field(description="As people know it.")


class AuditEntryBody(Body):
    """One change: who, what, when, in which request."""

    at_ms: int
    actor: str
    subject: SubjectBody
    sentence: str = Field(description="What became different; empty in entries of old versions.")
    action: str = Field(description="The operation of the API, such as `detectors.stop detector`.")
    object: str = Field(description="The address that was asked.")
    request_id: str
    detail: dict[str, Any]


class AuditPage(Body):
    """A page of changes."""

    items: list[AuditEntryBody]
    next_cursor: str | None


def audit_body(entry: AuditEntry) -> dict[str, Any]:
    """Return one entry as the API shows it."""
    body = {name: getattr(entry, name) for name in AuditEntryBody.model_fields}
    return body | {"subject": asdict(entry.subject)}
