"""Which incidents are wanted, as a value and as a query."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select

from barograph.domain import IncidentState
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
    query = select(IncidentRow.__table__).where(IncidentRow.tenant == tenant)
    if wanted.state is not None:
        query = query.where(IncidentRow.state == wanted.state.value)
    if wanted.anomaly is not None:
        is_holder = (IncidentMemberRow.tenant == IncidentRow.tenant) & (
            IncidentMemberRow.incident_id == IncidentRow.id
        )
        query = query.join(IncidentMemberRow, is_holder).where(
            IncidentMemberRow.tenant == tenant,
            IncidentMemberRow.fingerprint == wanted.anomaly,
            # One that was merged has given its anomalies away.
            IncidentRow.state != IncidentState.MERGED.value,
        )
    if wanted.from_ms is not None:
        query = query.where(or_(IncidentRow.ended_ms.is_(None), IncidentRow.ended_ms >= wanted.from_ms))
    if wanted.to_ms is not None:
        query = query.where(IncidentRow.started_ms <= wanted.to_ms)
    return query
