"""Incidents, and how far readers of the event log are."""

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Tenant

__all__ = ["EventReaderRow", "IncidentMemberRow", "IncidentRow"]


class IncidentRow(Base):
    """One incident as it is now; what nobody filters by stands in ``content``."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index(None, "tenant", "started_ms", "id"),
        Index(None, "tenant", "state", "started_ms", "id"),
        Index(None, "ended_ms"),
        Index(None, "updated_ms"),
    )

    tenant: Mapped[Tenant]
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    severity: Mapped[str] = mapped_column(String(20))
    started_ms: Mapped[int]
    updated_ms: Mapped[int]
    ended_ms: Mapped[int | None]
    content: Mapped[Json]


class IncidentMemberRow(Base):
    """One anomaly of one incident, so that each finds the other by a look into an index."""

    __tablename__ = "incident_members"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "incident_id"], ["incidents.tenant", "incidents.id"], ondelete="CASCADE"
        ),
        Index(None, "tenant", "fingerprint"),
    )

    tenant: Mapped[Tenant]
    incident_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)


class EventReaderRow(Base):
    """The last event that a reader has worked on."""

    __tablename__ = "event_readers"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    last_id: Mapped[int]
