"""Which anomalies are wanted, as a value and as a query."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select

from barograph.domain import AnomalyState, Severity
from barograph.storage.conditions import given, has_labels, went_on_between
from barograph.storage.tables import AnomalyLabelRow, AnomalyRow, IncidentMemberRow

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
    query = select(AnomalyRow.__table__).where(
        AnomalyRow.tenant == tenant,
        *given(
            (AnomalyRow.detector_id, wanted.detector_id),
            (AnomalyRow.state, wanted.state),
            (AnomalyRow.severity, wanted.severity),
        ),
        *went_on_between(AnomalyRow, wanted.from_ms, wanted.to_ms),
        *has_labels(
            AnomalyLabelRow, tenant, wanted.labels, AnomalyLabelRow.fingerprint == AnomalyRow.fingerprint
        ),
    )
    if wanted.incident_id is None:
        return query
    is_member = (IncidentMemberRow.tenant == AnomalyRow.tenant) & (
        IncidentMemberRow.fingerprint == AnomalyRow.fingerprint
    )
    return query.join(IncidentMemberRow, is_member).where(
        IncidentMemberRow.tenant == tenant, IncidentMemberRow.incident_id == wanted.incident_id
    )
