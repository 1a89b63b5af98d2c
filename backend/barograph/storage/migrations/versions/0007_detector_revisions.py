"""The history of detectors: what each had been, and who changed it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision; the specifications of now become the first that history knows."""
    table = op.create_table(
        "detector_revisions",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("detector_id", sa.String(100), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "detector_id", "revision", name="pk_detector_revisions"),
    )
    detectors = sa.table(
        "detectors",
        sa.column("tenant"),
        sa.column("name"),
        sa.column("revision"),
        sa.column("updated_ms"),
        sa.column("spec", sa.JSON()),
    )
    rows = [
        {
            "tenant": row.tenant,
            "detector_id": row.name,
            "revision": row.revision,
            "at_ms": row.updated_ms,
            "actor": "barograph",
            "reason": "The history begins here.",
            "changes": [],
            "spec": row.spec,
        }
        for row in op.get_bind().execute(sa.select(detectors))
    ]
    op.bulk_insert(table, rows)


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("detector_revisions")
