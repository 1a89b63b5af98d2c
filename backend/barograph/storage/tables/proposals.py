"""Changes of detectors that follow from feedback, and what became of them."""

from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Number

__all__ = ["ProposalRow"]


class ProposalRow(Base):
    """One proposal; ``effect`` is what a replay showed, ``revision`` where it was accepted."""

    __tablename__ = "proposals"
    __table_args__ = (
        Index(None, "tenant", "id"),
        Index(None, "tenant", "detector_id", "id"),
        Index(None, "tenant", "state", "id"),
    )

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    detector_id: Mapped[str] = mapped_column(String(100))
    fingerprint: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    change: Mapped[list[Any]] = mapped_column(JSON)
    effect: Mapped[Json]
    state: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[str] = mapped_column(String(200))
    revision: Mapped[int | None]
    created_ms: Mapped[int]
    updated_ms: Mapped[int]
