"""Incidents, and how far readers of the event log are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "incidents",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_tenant_started_ms_id", "incidents", ["tenant", "started_ms", "id"])
    op.create_index(
        "ix_incidents_tenant_state_started_ms_id", "incidents", ["tenant", "state", "started_ms", "id"]
    )
    op.create_table(
        "event_readers",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_event_readers"),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("event_readers")
    op.drop_table("incidents")
