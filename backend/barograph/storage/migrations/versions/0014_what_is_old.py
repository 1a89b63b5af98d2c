"""What is open or over, looked up without reading everything; what is old, forgotten the same way."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INDEXES = (
    ("anomalies", ["ended_ms"]),
    ("anomalies", ["tenant", "detector_id", "updated_ms"]),
    ("incidents", ["ended_ms"]),
    ("incidents", ["updated_ms"]),
    ("audit", ["at_ms"]),
    ("notifications", ["at_ms"]),
)


def upgrade() -> None:
    """Go to this revision."""
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    """Go back to the revision before."""
    for table, columns in _INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
