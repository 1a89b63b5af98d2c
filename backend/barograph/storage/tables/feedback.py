"""What people said about anomalies."""

from sqlalchemy import ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Number

__all__ = ["FeedbackRow"]


class FeedbackRow(Base):
    """One word about one anomaly; nobody changes it, a later one counts instead."""

    __tablename__ = "feedback"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "fingerprint"], ["anomalies.tenant", "anomalies.fingerprint"], ondelete="CASCADE"
        ),
        Index(None, "tenant", "fingerprint", "id"),
        Index(None, "tenant", "detector_id", "id"),
    )

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(40))
    detector_id: Mapped[str] = mapped_column(String(100))
    verdict: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(200))
    at_ms: Mapped[int]
