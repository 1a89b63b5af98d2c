"""Detectors, their labels, and how far each was evaluated."""

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import INDEXED_LABEL_LENGTH, INDEXED_NAME_LENGTH, Base, Json, Tenant

__all__ = ["CursorRow", "DetectorLabelRow", "DetectorRow"]


class DetectorRow(Base):
    """A detector; ``source``, ``algorithm``, ``state`` and ``search`` repeat what lists filter by."""

    __tablename__ = "detectors"
    __table_args__ = (
        Index(None, "tenant", "created_ms", "name"),
        Index(None, "tenant", "updated_ms", "name"),
        Index(None, "tenant", "state", "name"),
        Index(None, "tenant", "source", "name"),
        Index(None, "tenant", "algorithm", "name"),
    )

    tenant: Mapped[Tenant]
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    origin: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    spec: Mapped[Json]
    source: Mapped[str] = mapped_column(String(100))
    algorithm: Mapped[str] = mapped_column(String(100))
    search: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    error_code: Mapped[str | None] = mapped_column(String(40))
    since_ms: Mapped[int]
    created_ms: Mapped[int]
    updated_ms: Mapped[int]


class DetectorLabelRow(Base):
    """One label of one detector, so that a filter by label is a look into an index."""

    __tablename__ = "detector_labels"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "detector_id"], ["detectors.tenant", "detectors.name"], ondelete="CASCADE"
        ),
    )

    tenant: Mapped[Tenant]
    name: Mapped[str] = mapped_column(String(INDEXED_NAME_LENGTH), primary_key=True)
    value: Mapped[str] = mapped_column(String(INDEXED_LABEL_LENGTH), primary_key=True)
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)


class CursorRow(Base):
    """How far a detector was evaluated, and what its last tick saw."""

    __tablename__ = "cursors"

    tenant: Mapped[Tenant]
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    evaluated_to_ms: Mapped[int]
    series_count: Mapped[int]
    tick_seconds: Mapped[float]
    updated_ms: Mapped[int]
