"""The log of events, the counter of its ids, and the outbox of what sinks must still be told."""

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Number

__all__ = ["EventCounterRow", "EventRow", "OutboxRow"]


class EventCounterRow(Base):
    """One row. Who takes ids holds its lock until the commit, so ids become visible in order."""

    __tablename__ = "event_counter"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[int]


class EventRow(Base):
    """One line of the log."""

    __tablename__ = "events"
    __table_args__ = (
        Index(None, "tenant", "id"),
        Index(None, "tenant", "detector_id", "id"),
        Index(None, "tenant", "created_ms", "id"),
        Index(None, "tenant", "detector_id", "created_ms", "id"),
        Index(None, "created_ms"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(40))
    detector_id: Mapped[str | None] = mapped_column(String(100))
    created_ms: Mapped[int]
    payload: Mapped[Json]


class OutboxRow(Base):
    """One message for one sink; the unique key makes writing it twice harmless."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("tenant", "fingerprint", "kind", "at_ms", "sink"),
        Index(None, "sink", "delivered_ms", "due_ms", "id"),
        Index(None, "created_ms"),
    )

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    sink: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    at_ms: Mapped[int]
    event_id: Mapped[int]
    payload: Mapped[Json]
    created_ms: Mapped[int]
    due_ms: Mapped[int]
    attempts: Mapped[int]
    delivered_ms: Mapped[int | None]
    claimed_by: Mapped[str | None] = mapped_column(String(100))
    last_error: Mapped[str | None] = mapped_column(Text)
