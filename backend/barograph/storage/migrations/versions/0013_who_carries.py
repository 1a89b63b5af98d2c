"""Who carries a message."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("outbox", sa.Column("claimed_by", sa.String(100), nullable=True))


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_column("outbox", "claimed_by")
