"""Anomalies and their labels."""

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import INDEXED_LABEL_LENGTH, INDEXED_NAME_LENGTH, Base, Json, Tenant

__all__ = ["AnomalyLabelRow", "AnomalyRow"]


class AnomalyRow(Base):
    """One episode as it is now. Every list is ordered by start, so the index of each ends with it.

    An episode that goes on, and no other, has no end: so those of all tenants are found by ``ended_ms``.
    """

    __tablename__ = "anomalies"
    __table_args__ = (
        Index(None, "tenant", "started_ms", "fingerprint"),
        Index(None, "tenant", "updated_ms", "fingerprint"),
        Index(None, "tenant", "detector_id", "started_ms", "fingerprint"),
        Index(None, "tenant", "state", "started_ms", "fingerprint"),
        Index(None, "tenant", "severity", "started_ms", "fingerprint"),
        Index(None, "tenant", "detector_id", "updated_ms"),
        Index(None, "ended_ms"),
    )

    tenant: Mapped[Tenant]
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)
    detector_id: Mapped[str] = mapped_column(String(100))
    labels: Mapped[Json]
    state: Mapped[str] = mapped_column(String(20))
    severity: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(10))
    started_ms: Mapped[int]
    updated_ms: Mapped[int]
    ended_ms: Mapped[int | None]
    peak_score: Mapped[float]
    evidence: Mapped[Json]
    model_version: Mapped[int | None]


class AnomalyLabelRow(Base):
    """One label of one anomaly, so that a filter by label is a look into an index."""

    __tablename__ = "anomaly_labels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "fingerprint"], ["anomalies.tenant", "anomalies.fingerprint"], ondelete="CASCADE"
        ),
        Index(None, "tenant", "fingerprint"),
    )

    tenant: Mapped[Tenant]
    name: Mapped[str] = mapped_column(String(INDEXED_NAME_LENGTH), primary_key=True)
    value: Mapped[str] = mapped_column(String(INDEXED_LABEL_LENGTH), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)
