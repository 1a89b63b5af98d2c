"""Looking back: the anomalies of incidents, and events by their time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_EVENT_INDEXES = (["tenant", "created_ms", "id"], ["tenant", "detector_id", "created_ms", "id"])


def upgrade() -> None:
    """Go to this revision; the incidents of now tell their anomalies."""
    table = op.create_table(
        "incident_members",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("incident_id", sa.String(40), nullable=False),
        sa.Column("fingerprint", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "incident_id", "fingerprint", name="pk_incident_members"),
        sa.ForeignKeyConstraint(
            ["tenant", "incident_id"],
            ["incidents.tenant", "incidents.id"],
            name="fk_incident_members_tenant_incident_id_incidents",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_incident_members_tenant_fingerprint", "incident_members", ["tenant", "fingerprint"])
    op.bulk_insert(table, _members())
    for columns in _EVENT_INDEXES:
        op.create_index(f"ix_events_{'_'.join(columns)}", "events", columns)


def downgrade() -> None:
    """Go back to the revision before."""
    for columns in _EVENT_INDEXES:
        op.drop_index(f"ix_events_{'_'.join(columns)}", "events")
    op.drop_table("incident_members")


def _members() -> list[dict[str, str]]:
    incidents = sa.table("incidents", sa.column("tenant"), sa.column("id"), sa.column("content", sa.JSON()))
    return [
        {"tenant": row.tenant, "incident_id": row.id, "fingerprint": name}
        for row in op.get_bind().execute(sa.select(incidents))
        for name in dict.fromkeys(row.content["members"])
    ]
