"""Every specification that a detector ever had."""

from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Tenant

__all__ = ["DetectorRevisionRow"]


class DetectorRevisionRow(Base):
    """One revision; it stays when its detector is removed, like the anomalies."""

    __tablename__ = "detector_revisions"

    tenant: Mapped[Tenant]
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at_ms: Mapped[int]
    actor: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[Any]] = mapped_column(JSON)
    spec: Mapped[Json]
