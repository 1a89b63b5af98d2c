"""Which detectors are wanted, as a value and as a query."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, select, type_coerce

from barograph.domain import DetectorState
from barograph.storage.conditions import given, has_labels
from barograph.storage.detector_rows import detector_columns
from barograph.storage.tables import DetectorLabelRow, DetectorRow

__all__ = ["SHOWN_TITLE", "DetectorFilter", "select_detectors"]

_TITLE = func.nullif(DetectorRow.__table__.c.spec["title"].as_string(), "")
SHOWN_TITLE: ColumnElement[str] = type_coerce(
    func.lower(func.coalesce(_TITLE, DetectorRow.name)), String
).label("shown_title")
"""What people call a detector, as lists are ordered by it: upper case and lower case are the same."""


@dataclass(frozen=True, slots=True)
class DetectorFilter:
    """Those that match everything that is set; ``text`` is looked for in names, texts and expressions."""

    state: DetectorState | None = None
    source: str | None = None
    algorithm: str | None = None
    text: str | None = None
    labels: dict[str, str] = field(default_factory=dict)


def select_detectors(tenant: str, wanted: DetectorFilter) -> Select[Any]:
    """Return the query of the detectors of a tenant that match."""
    query = select(*detector_columns(), SHOWN_TITLE).where(
        DetectorRow.tenant == tenant,
        *given(
            (DetectorRow.state, wanted.state),
            (DetectorRow.source, wanted.source),
            (DetectorRow.algorithm, wanted.algorithm),
        ),
        *has_labels(
            DetectorLabelRow, tenant, wanted.labels, DetectorLabelRow.detector_id == DetectorRow.name
        ),
    )
    if wanted.text:
        query = query.where(DetectorRow.search.contains(wanted.text.lower(), autoescape=True))
    return query
