"""What lists of several nouns ask of their rows."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import InstrumentedAttribute

from barograph.storage.tables import AnomalyLabelRow, AnomalyRow, DetectorLabelRow, IncidentRow
from barograph.storage.tables.base import INDEXED_LABEL_LENGTH, INDEXED_NAME_LENGTH

__all__ = ["given", "has_labels", "indexed_labels", "went_on_between", "within"]

_Conditions = Iterator[ColumnElement[bool]]


def given(*wanted: tuple[InstrumentedAttribute[Any], Any]) -> _Conditions:
    """Hold where each column has its value; None stands for any."""
    for column, value in wanted:
        if value is not None:
            yield column == (value.value if isinstance(value, Enum) else value)


def within(moment: InstrumentedAttribute[int], from_ms: int | None, to_ms: int | None) -> _Conditions:
    """Hold for what happened in a span, which may be open at either end."""
    if from_ms is not None:
        yield moment >= from_ms
    if to_ms is not None:
        yield moment <= to_ms


def went_on_between(
    table: type[AnomalyRow | IncidentRow], from_ms: int | None, to_ms: int | None
) -> _Conditions:
    """Hold for what went on at some moment of a span, which may be open at either end."""
    if from_ms is not None:
        yield or_(table.ended_ms.is_(None), table.ended_ms >= from_ms)
    if to_ms is not None:
        yield table.started_ms <= to_ms


def indexed_labels(labels: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Return labels as they stand in the tables that find their owners; what is very long is cut there."""
    for name, value in labels.items():
        yield {"name": name[:INDEXED_NAME_LENGTH], "value": value[:INDEXED_LABEL_LENGTH]}


def has_labels(
    table: type[AnomalyLabelRow | DetectorLabelRow],
    tenant: str,
    labels: Mapping[str, str],
    is_owner: ColumnElement[bool],
) -> _Conditions:
    """Hold for owners that have all of these labels."""
    for key in indexed_labels(labels):
        is_label = (table.name == key["name"], table.value == key["value"])
        yield exists().where(table.tenant == tenant, *is_label, is_owner)
