"""Which events of the past are wanted, as a value and as a query."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from barograph.domain import EventType
from barograph.storage.conditions import given, within
from barograph.storage.tables import EventRow

__all__ = ["EventFilter", "select_events"]


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Those of a detector that happened in ``from_ms..to_ms``, but none of the types ``without``."""

    detector_id: str | None = None
    from_ms: int | None = None
    to_ms: int | None = None
    without: tuple[EventType, ...] = ()


def select_events(tenant: str, wanted: EventFilter) -> Select[Any]:
    """Return the query of the events of a tenant that match."""
    query = select(EventRow.__table__).where(
        EventRow.tenant == tenant,
        *given((EventRow.detector_id, wanted.detector_id)),
        *within(EventRow.created_ms, wanted.from_ms, wanted.to_ms),
    )
    if wanted.without:
        query = query.where(EventRow.type.not_in([one.value for one in wanted.without]))
    return query
