"""Automations, and what each did about which event."""

from typing import Any

from sqlalchemy import JSON, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Number, Tenant

__all__ = ["AutomationRow", "AutomationRunRow"]


class AutomationRow(Base):
    """One automation; ``active_since_ms`` is from when on events count."""

    __tablename__ = "automations"

    tenant: Mapped[Tenant]
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    spec: Mapped[Json]
    origin: Mapped[str] = mapped_column(String(300))
    revision: Mapped[int]
    active_since_ms: Mapped[int]
    created_ms: Mapped[int]
    updated_ms: Mapped[int]


class AutomationRunRow(Base):
    """One run; the unique key makes looking at an event twice harmless."""

    __tablename__ = "automation_runs"
    __table_args__ = (
        UniqueConstraint("tenant", "automation", "event_id"),
        Index(None, "tenant", "id"),
        Index(None, "state", "id"),
        Index(None, "tenant", "automation", "at_ms"),
        Index(None, "tenant", "automation", "subject"),
        Index(None, "updated_ms"),
    )

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    automation: Mapped[str] = mapped_column(String(100))
    event_id: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    plan: Mapped[Json]
    actions: Mapped[list[Any]] = mapped_column(JSON)
    occurrence: Mapped[Json]
    at_ms: Mapped[int]
    created_ms: Mapped[int]
    updated_ms: Mapped[int]
    expires_ms: Mapped[int | None]
    decided_by: Mapped[str] = mapped_column(String(200))
    worker: Mapped[str] = mapped_column(String(200))
    lease_until_ms: Mapped[int]
