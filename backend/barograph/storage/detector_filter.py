"""Which detectors are wanted, as a value and as a query."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, exists, select

from barograph.domain import DetectorState
from barograph.storage.detector_rows import detector_columns
from barograph.storage.tables import DetectorLabelRow, DetectorRow
from barograph.storage.tables.base import INDEXED_LABEL_LENGTH

__all__ = ["DetectorFilter", "select_detectors"]


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
    query = select(*detector_columns()).where(DetectorRow.tenant == tenant)
    if wanted.state is not None:
        query = query.where(DetectorRow.state == wanted.state.value)
    if wanted.source is not None:
        query = query.where(DetectorRow.source == wanted.source)
    if wanted.algorithm is not None:
        query = query.where(DetectorRow.algorithm == wanted.algorithm)
    if wanted.text:
        query = query.where(DetectorRow.search.contains(wanted.text.lower(), autoescape=True))
    for name, value in wanted.labels.items():
        query = query.where(
            exists()
            .where(DetectorLabelRow.tenant == tenant)
            .where(DetectorLabelRow.name == name[:200])
            .where(DetectorLabelRow.value == value[:INDEXED_LABEL_LENGTH])
            .where(DetectorLabelRow.detector_id == DetectorRow.name)
        )
    return query
