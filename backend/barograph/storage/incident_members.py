"""Which anomalies belong to which incidents, for those who look from either side."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from barograph.domain import Incident
from barograph.storage.tables import IncidentMemberRow
from barograph.storage.upsert import insert_new

__all__ = ["write_members"]


def write_members(connection: Connection, incidents: Iterable[Incident]) -> None:
    """Write what joined and what left since the incidents were written last."""
    for incident in incidents:
        of_it = (IncidentMemberRow.tenant == incident.tenant, IncidentMemberRow.incident_id == incident.id)
        known = set(connection.execute(select(IncidentMemberRow.fingerprint).where(*of_it)).scalars())
        for name in known.difference(incident.members):
            connection.execute(delete(IncidentMemberRow).where(*of_it, IncidentMemberRow.fingerprint == name))
        joined = [name for name in dict.fromkeys(incident.members) if name not in known]
        key = {"tenant": incident.tenant, "incident_id": incident.id}
        insert_new(connection, IncidentMemberRow, [{**key, "fingerprint": name} for name in joined])
