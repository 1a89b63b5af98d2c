"""Which incidents are wanted, as a value and as a query."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from barograph.domain import IncidentState
from barograph.storage.conditions import given, went_on_between
from barograph.storage.tables import IncidentMemberRow, IncidentRow

__all__ = ["IncidentFilter", "select_incidents"]


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Those that match everything that is set and went on at some moment of ``from_ms..to_ms``."""

    state: IncidentState | None = None
    anomaly: str | None = None
    from_ms: int | None = None
    to_ms: int | None = None


def select_incidents(tenant: str, wanted: IncidentFilter) -> Select[Any]:
    """Return the query of the incidents of a tenant that match."""
    query = select(IncidentRow.__table__).where(
        IncidentRow.tenant == tenant,
        *given((IncidentRow.state, wanted.state)),
        *went_on_between(IncidentRow, wanted.from_ms, wanted.to_ms),
    )
    if wanted.anomaly is None:
        return query
    is_holder = (IncidentMemberRow.tenant == IncidentRow.tenant) & (
        IncidentMemberRow.incident_id == IncidentRow.id
    )
    return query.join(IncidentMemberRow, is_holder).where(
        IncidentMemberRow.tenant == tenant,
        IncidentMemberRow.fingerprint == wanted.anomaly,
        # One that was merged has given its anomalies away.
        IncidentRow.state != IncidentState.MERGED.value,
    )
