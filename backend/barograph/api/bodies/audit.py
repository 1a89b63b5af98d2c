"""Questions and answers about the audit trail."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, SpanQuery
from barograph.storage import AuditEntry, AuditFilter

__all__ = ["AuditEntryBody", "AuditPage", "AuditQuery", "audit_body"]


class AuditQuery(SpanQuery):
    """Which entries."""

    sort: Literal["at", "-at"] = Field("-at", description="Order; a minus before it reverses it.")
    actor: str | None = Field(None, max_length=200, description="Only those whose actor holds this text.")
    action: str | None = Field(
        None, max_length=60, description="Only this action, such as `detectors.start`."
    )
    object: str | None = Field(
        None, max_length=300, description="Only what begins with this address, such as `detectors/latency`."
    )

    def to_filter(self) -> AuditFilter:
        """Return what the store understands."""
        return AuditFilter(self.actor, self.action, self.object, self.from_ms, self.to_ms)


class AuditEntryBody(Body):
    """One change: who, what, when, in which request."""

    at_ms: int
    actor: str
    action: str
    object: str
    request_id: str
    detail: dict[str, Any]


class AuditPage(Body):
    """A page of changes."""

    items: list[AuditEntryBody]
    next_cursor: str | None


def audit_body(entry: AuditEntry) -> dict[str, Any]:
    """Return one entry as the API shows it."""
    return {name: getattr(entry, name) for name in AuditEntryBody.model_fields}
