"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    *("detectors", "detector_labels", "cursors", "anomalies", "anomaly_labels", "event_counter"),
    *("events", "outbox", "processes", "jobs", "models", "model_contents", "api_keys", "audit"),
)


def upgrade() -> None:
    """Go to this revision."""
    _create_detectors()
    _create_anomalies()
    _create_labels("detector_labels", "detectors", ("detector_id", 100), "name")
    _create_labels("anomaly_labels", "anomalies", ("fingerprint", 40), "fingerprint")
    _index("anomaly_labels", "tenant", "fingerprint")
    _create_events()
    _create_outbox()
    _create_processes()
    _create_jobs()
    _create_models()
    _create_security()


def downgrade() -> None:
    """Go back to the revision before."""
    for table in reversed(_TABLES):
        op.drop_table(table)


def _create_detectors() -> None:
    op.create_table(
        "detectors",
        _tenant(),
        _word("name", 100),
        *(_text("origin"), _number("revision"), _json("spec")),
        *(_word("source", 100), _word("algorithm", 100), _text("search")),
        *(_word("state", 20), _text("sentence"), _word("error_code", 40, is_optional=True)),
        *(_number("since_ms"), _number("created_ms"), _number("updated_ms")),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_detectors"),
    )
    for column in ("created_ms", "updated_ms", "state", "source", "algorithm"):
        _index("detectors", "tenant", column, "name")
    op.create_table(
        "cursors",
        _tenant(),
        _word("detector_id", 100),
        *(_number("evaluated_to_ms"), _number("series_count"), _real("tick_seconds"), _number("updated_ms")),
        sa.PrimaryKeyConstraint("tenant", "detector_id", name="pk_cursors"),
    )


def _create_anomalies() -> None:
    op.create_table(
        "anomalies",
        _tenant(),
        _word("fingerprint", 40),
        *(_word("detector_id", 100), _json("labels")),
        *(_word("state", 20), _word("severity", 20), _word("direction", 10)),
        *(_number("started_ms"), _number("updated_ms"), _number("ended_ms", is_optional=True)),
        *(_real("peak_score"), _json("evidence"), _number("model_version", is_optional=True)),
        sa.PrimaryKeyConstraint("tenant", "fingerprint", name="pk_anomalies"),
    )
    _index("anomalies", "tenant", "started_ms", "fingerprint")
    _index("anomalies", "tenant", "updated_ms", "fingerprint")
    for column in ("detector_id", "state", "severity"):
        _index("anomalies", "tenant", column, "started_ms", "fingerprint")


def _create_labels(table: str, of_table: str, reference: tuple[str, int], of_column: str) -> None:
    column, length = reference
    op.create_table(
        table,
        *(_tenant(), _word("name", 200)),
        *(_word("value", 400), _word(column, length)),
        sa.PrimaryKeyConstraint("tenant", "name", "value", column, name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant", column],
            [f"{of_table}.tenant", f"{of_table}.{of_column}"],
            name=f"fk_{table}_tenant_{column}_{of_table}",
            ondelete="CASCADE",
        ),
    )


def _create_events() -> None:
    counter = op.create_table(
        "event_counter",
        _word("name", 20),
        _number("value"),
        sa.PrimaryKeyConstraint("name", name="pk_event_counter"),
    )
    op.bulk_insert(counter, [{"name": "events", "value": 0}])
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        *(_tenant(), _word("type", 40), _word("detector_id", 100, is_optional=True)),
        *(_number("created_ms"), _json("payload")),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    _index("events", "tenant", "id")
    _index("events", "tenant", "detector_id", "id")
    _index("events", "created_ms")


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        *(_counted("id"), _tenant(), _word("sink", 100), _word("fingerprint", 40), _word("kind", 20)),
        *(_number("at_ms"), _number("event_id"), _json("payload"), _number("created_ms")),
        *(_number("due_ms"), _number("attempts"), _number("delivered_ms", is_optional=True)),
        _text("last_error", is_optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint(
            *("tenant", "fingerprint", "kind", "at_ms", "sink"),
            name="uq_outbox_tenant_fingerprint_kind_at_ms_sink",
        ),
    )
    _index("outbox", "sink", "delivered_ms", "due_ms", "id")
    _index("outbox", "created_ms")


def _create_processes() -> None:
    op.create_table(
        "processes",
        *(_tenant(), _word("id", 100), _word("kind", 20), _word("host", 255)),
        *(_number("pid"), _word("state", 20), _text("sentence"), _number("started_ms")),
        *(_number("beat_ms"), _number("restarts"), _json("detail")),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_processes"),
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        *(_tenant(), _word("id", 40), _word("kind", 40)),
        *(_word("detector_id", 100, is_optional=True), _word("state", 20), _real("progress")),
        *(_json("request"), _json("result"), _json("error"), _word("requested_by", 200)),
        *(_word("claimed_by", 100, is_optional=True), _number("lease_until_ms", is_optional=True)),
        *(_number("created_ms"), _number("updated_ms")),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_jobs"),
    )
    _index("jobs", "state", "kind", "created_ms")
    _index("jobs", "tenant", "created_ms")


def _create_models() -> None:
    op.create_table(
        "models",
        *(_tenant(), _word("detector_id", 100)),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        *(_word("algorithm", 100), _number("algorithm_version"), _word("state", 20)),
        *(_word("digest", 128), _number("size_bytes"), _number("series_count")),
        *(_number("history_from_ms"), _number("history_to_ms"), _real("fit_seconds")),
        *(_number("trained_ms"), _json("meta")),
        sa.PrimaryKeyConstraint("tenant", "detector_id", "version", name="pk_models"),
    )
    op.create_table(
        "model_contents",
        *(_tenant(), _word("detector_id", 100)),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "detector_id", "version", name="pk_model_contents"),
        sa.ForeignKeyConstraint(
            ["tenant", "detector_id", "version"],
            ["models.tenant", "models.detector_id", "models.version"],
            name="fk_model_contents_tenant_models",
            ondelete="CASCADE",
        ),
    )


def _create_security() -> None:
    op.create_table(
        "api_keys",
        *(_tenant(), _word("id", 40), _word("name", 200), _word("role", 20)),
        *(_word("key_hash", 128), _number("created_ms")),
        *(_number("expires_ms", is_optional=True), _number("revoked_ms", is_optional=True)),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_api_keys"),
    )
    op.create_index("ix_api_keys_key_hash", "api_keys", ["key_hash"], unique=True)
    op.create_table(
        "audit",
        *(_counted("id"), _tenant(), _number("at_ms"), _word("actor", 200), _word("action", 60)),
        *(_word("object", 300), _word("request_id", 100), _json("detail")),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    _index("audit", "tenant", "at_ms", "id")


def _tenant() -> sa.Column[str]:
    return _word("tenant", 64)


def _word(name: str, length: int, *, is_optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=is_optional)


def _text(name: str, *, is_optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=is_optional)


def _number(name: str, *, is_optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=is_optional)


def _counted(name: str) -> sa.Column[int]:
    integer = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, integer, autoincrement=True, nullable=False)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(), nullable=False)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
