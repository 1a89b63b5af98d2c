"""What runs the product: processes, jobs, models, API keys and the audit trail."""

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from barograph.storage.tables.base import Base, Json, Number, Tenant

__all__ = [
    "OPEN_TRAINING",
    "ApiKeyRow",
    "AuditRow",
    "JobRow",
    "LeaseRow",
    "ModelContentRow",
    "ModelRow",
    "ModelWatchRow",
    "ProcessRow",
    "UsedTicketRow",
]

OPEN_TRAINING = text("kind = 'train' AND state IN ('queued', 'running')")
"""Which jobs a detector has one of at most."""


class ProcessRow(Base):
    """The heartbeat of one supervisor, web or engine process; processes serve all tenants."""

    __tablename__ = "processes"

    tenant: Mapped[Tenant]
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    started_ms: Mapped[int]
    beat_ms: Mapped[int]
    restarts: Mapped[int]
    detail: Mapped[Json]


class LeaseRow(Base):
    """Which process does what one of all does; it holds that as long as it beats."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    since_ms: Mapped[int]


class JobRow(Base):
    """Work that one process asks of another, such as a tick now."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "state", "kind", "created_ms"),
        Index(None, "tenant", "created_ms"),
        Index(
            "uq_jobs_open_training",
            "tenant",
            "detector_id",
            unique=True,
            sqlite_where=OPEN_TRAINING,
            postgresql_where=OPEN_TRAINING,
        ),
    )

    tenant: Mapped[Tenant]
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    detector_id: Mapped[str | None] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(20))
    progress: Mapped[float]
    request: Mapped[Json]
    result: Mapped[Json]
    error: Mapped[Json]
    requested_by: Mapped[str] = mapped_column(String(200))
    claimed_by: Mapped[str | None] = mapped_column(String(100))
    lease_until_ms: Mapped[int | None]
    created_ms: Mapped[int]
    updated_ms: Mapped[int]


class ModelRow(Base):
    """What is known of a model beside its content."""

    __tablename__ = "models"

    tenant: Mapped[Tenant]
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    algorithm: Mapped[str] = mapped_column(String(100))
    algorithm_version: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(128))
    size_bytes: Mapped[int]
    series_count: Mapped[int]
    history_from_ms: Mapped[int]
    history_to_ms: Mapped[int]
    fit_seconds: Mapped[float]
    trained_ms: Mapped[int]
    meta: Mapped[Json]


class ModelContentRow(Base):
    """The bytes of a model, apart from what lists show, where every worker finds them."""

    __tablename__ = "model_contents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant", "detector_id", "version"],
            ["models.tenant", "models.detector_id", "models.version"],
            ondelete="CASCADE",
        ),
    )

    tenant: Mapped[Tenant]
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ModelWatchRow(Base):
    """What the model in force has seen lately, and whether that still looks like its training."""

    __tablename__ = "model_watches"

    tenant: Mapped[Tenant]
    detector_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int]
    updated_ms: Mapped[int]
    state: Mapped[Json]
    report: Mapped[Json]


class ApiKeyRow(Base):
    """An API key, of which only the hash is kept."""

    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "key_hash", unique=True),)

    tenant: Mapped[Tenant]
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    key_hash: Mapped[str] = mapped_column(String(128))
    created_ms: Mapped[int]
    expires_ms: Mapped[int | None]
    revoked_ms: Mapped[int | None]


class AuditRow(Base):
    """Who changed what, when, in which request."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "tenant", "at_ms", "id"), Index(None, "at_ms"))

    id: Mapped[Number]
    tenant: Mapped[str] = mapped_column(String(64))
    at_ms: Mapped[int]
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(300))
    request_id: Mapped[str] = mapped_column(String(100))
    detail: Mapped[Json]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(300))
    subject_name: Mapped[str] = mapped_column(String(300))
    sentence: Mapped[str] = mapped_column(Text)


class UsedTicketRow(Base):
    """A one-time ticket that was used; ids are random, so they need no tenant."""

    __tablename__ = "used_tickets"
    __table_args__ = (Index(None, "expires_ms"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_ms: Mapped[int]
