"""Which anomalies are wanted, as a value and as a query."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, exists, or_, select

from barograph.domain import AnomalyState, Severity
from barograph.storage.tables import AnomalyLabelRow, AnomalyRow, IncidentMemberRow
from barograph.storage.tables.base import INDEXED_LABEL_LENGTH

__all__ = ["AnomalyFilter", "select_anomalies"]


@dataclass(frozen=True, slots=True)
class AnomalyFilter:
    """Those that match everything that is set and were open at some moment of ``from_ms..to_ms``."""

    detector_id: str | None = None
    state: AnomalyState | None = None
    severity: Severity | None = None
    labels: dict[str, str] = field(default_factory=dict)
    from_ms: int | None = None
    to_ms: int | None = None
    incident_id: str | None = None


def select_anomalies(tenant: str, wanted: AnomalyFilter) -> Select[Any]:
    """Return the query of the anomalies of a tenant that match."""
    query = select(AnomalyRow.__table__).where(AnomalyRow.tenant == tenant)
    if wanted.detector_id is not None:
        query = query.where(AnomalyRow.detector_id == wanted.detector_id)
    if wanted.state is not None:
        query = query.where(AnomalyRow.state == wanted.state.value)
    if wanted.severity is not None:
        query = query.where(AnomalyRow.severity == wanted.severity.value)
    if wanted.from_ms is not None:
        query = query.where(or_(AnomalyRow.ended_ms.is_(None), AnomalyRow.ended_ms >= wanted.from_ms))
    if wanted.to_ms is not None:
        query = query.where(AnomalyRow.started_ms <= wanted.to_ms)
    if wanted.incident_id is not None:
        is_member = (IncidentMemberRow.tenant == AnomalyRow.tenant) & (
            IncidentMemberRow.fingerprint == AnomalyRow.fingerprint
        )
        query = query.join(IncidentMemberRow, is_member).where(
            IncidentMemberRow.tenant == tenant, IncidentMemberRow.incident_id == wanted.incident_id
        )
    for name, value in wanted.labels.items():
        query = query.where(
            exists()
            .where(AnomalyLabelRow.tenant == tenant)
            .where(AnomalyLabelRow.name == name[:200])
            .where(AnomalyLabelRow.value == value[:INDEXED_LABEL_LENGTH])
            .where(AnomalyLabelRow.fingerprint == AnomalyRow.fingerprint)
        )
    return query
