"""Tickets that were used."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "used_tickets",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("expires_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_used_tickets"),
    )
    op.create_index("ix_used_tickets_expires_ms", "used_tickets", ["expires_ms"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("used_tickets")
