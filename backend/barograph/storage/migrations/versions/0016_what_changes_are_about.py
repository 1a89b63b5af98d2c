"""What a change is about, and what became different."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_COLUMNS = {
    "subject_kind": sa.String(40),
    "subject_id": sa.String(300),
    "subject_name": sa.String(300),
    "sentence": sa.Text(),
}
_KINDS = {
    "detectors": "detector",
    "automations": "automation",
    "incidents": "incident",
    "anomalies": "anomaly",
    "datasources": "datasource",
    "sinks": "sink",
    "silences": "silence",
    "keys": "key",
    "jobs": "job",
}
_ADDRESS = re.compile(r"(\w+)/(?!(?:validate|dry-run|runs|test|start|stop|dead-letters)(?:/|$))([^/]+)")


def upgrade() -> None:
    """Go to this revision; entries of before tell what their address tells."""
    for name, kind in _COLUMNS.items():
        op.add_column("audit", sa.Column(name, kind, nullable=False, server_default=""))
    audit = sa.table("audit", sa.column("object"), sa.column("subject_kind"), sa.column("subject_id"))
    connection = op.get_bind()
    for address in connection.execute(sa.select(audit.c.object).distinct()).scalars().all():
        found = _ADDRESS.match(address)
        if found and found[1] in _KINDS:
            told = {"subject_kind": _KINDS[found[1]], "subject_id": found[2]}
            connection.execute(sa.update(audit).where(audit.c.object == address).values(told))


def downgrade() -> None:
    """Go back to the revision before."""
    for name in _COLUMNS:
        op.drop_column("audit", name)
