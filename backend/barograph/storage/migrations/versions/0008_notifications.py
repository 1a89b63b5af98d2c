"""Whom Alertmanager told of what."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "notifications",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("receiver", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("alert", sa.String(64), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(40), nullable=True),
        sa.Column("incident_id", sa.String(40), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_notifications"),
    )
    for columns in (
        ["tenant", "at_ms", "id"],
        ["tenant", "fingerprint", "at_ms"],
        ["tenant", "incident_id", "at_ms"],
        ["tenant", "started_ms"],
    ):
        op.create_index(f"ix_notifications_{'_'.join(columns)}", "notifications", columns)


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("notifications")
