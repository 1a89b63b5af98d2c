"""What models in force have seen lately."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "model_watches",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("detector_id", sa.String(100), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "detector_id", name="pk_model_watches"),
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("model_watches")
