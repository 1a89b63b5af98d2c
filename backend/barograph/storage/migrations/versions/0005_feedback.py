"""What people say about anomalies."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "feedback",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(40), nullable=False),
        sa.Column("detector_id", sa.String(100), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["tenant", "fingerprint"],
            ["anomalies.tenant", "anomalies.fingerprint"],
            name="fk_feedback_tenant_fingerprint_anomalies",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_feedback_tenant_fingerprint_id", "feedback", ["tenant", "fingerprint", "id"])
    op.create_index("ix_feedback_tenant_detector_id_id", "feedback", ["tenant", "detector_id", "id"])


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_table("feedback")
