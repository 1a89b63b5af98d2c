"""One training of a detector at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_OPEN = sa.text("kind = 'train' AND state IN ('queued', 'running')")
_SAME = """
    DELETE FROM jobs WHERE kind = 'train' AND state IN ('queued', 'running') AND id NOT IN (
        SELECT MIN(id) FROM jobs WHERE kind = 'train' AND state IN ('queued', 'running')
        GROUP BY tenant, detector_id
    )
"""


def upgrade() -> None:
    """Go to this revision: of several that wait for one detector one stays."""
    op.execute(_SAME)
    op.create_index(
        "uq_jobs_open_training",
        "jobs",
        ["tenant", "detector_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    """Go back to the revision before."""
    op.drop_index("uq_jobs_open_training", "jobs")
