"""Data sources, their secrets sealed."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Tenant

__all__ = ["DataSourceRow"]


class DataSourceRow(Base):
    """A data source: its specification without secrets, and those sealed beside it."""

    __tablename__ = "data_sources"

    tenant: Mapped[Tenant]
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    origin: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    spec: Mapped[Json]
    secrets: Mapped[str] = mapped_column(Text)
    created_ms: Mapped[int]
    updated_ms: Mapped[int]
