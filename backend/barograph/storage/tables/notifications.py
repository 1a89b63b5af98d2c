"""Whom Alertmanager told of what."""

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Number

__all__ = ["NotificationRow"]


class NotificationRow(Base):
    """One alert in one notification; ``alert`` is Alertmanager's fingerprint, ``fingerprint`` ours."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "tenant", "at_ms", "id"),
        Index(None, "tenant", "fingerprint", "at_ms"),
        Index(None, "tenant", "incident_id", "at_ms"),
        Index(None, "tenant", "started_ms"),
        Index(None, "at_ms"),
    )

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    at_ms: Mapped[int]
    receiver: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    alert: Mapped[str] = mapped_column(String(64))
    started_ms: Mapped[int]
    ended_ms: Mapped[int | None]
    labels: Mapped[Json]
    summary: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str | None] = mapped_column(String(40))
    incident_id: Mapped[str | None] = mapped_column(String(40))
