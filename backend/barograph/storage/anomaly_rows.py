"""Anomalies as rows, and rows as anomalies."""

import math
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Text, cast

from barograph.domain import Anomaly, AnomalyState, Direction, Evidence, Labels, Severity
from barograph.storage.conditions import indexed_labels
from barograph.storage.tables import AnomalyRow

__all__ = ["json_columns", "row_to_json", "to_anomaly", "to_json", "to_label_rows", "to_row"]

_JSON_COLUMNS = ("labels", "evidence")
_NUMBERS = ("actual", "expected", "lower", "upper", "score")


def to_row(anomaly: Anomaly) -> dict[str, Any]:
    """Return the values of the columns."""
    return {
        "tenant": anomaly.tenant,
        "fingerprint": anomaly.fingerprint,
        "detector_id": anomaly.detector_id,
        "labels": dict(anomaly.labels),
        "state": anomaly.state.value,
        "severity": anomaly.severity.value,
        "direction": anomaly.direction.value,
        "started_ms": anomaly.started_ms,
        "updated_ms": anomaly.updated_ms,
        "ended_ms": anomaly.ended_ms,
        "peak_score": anomaly.peak_score,
        "evidence": _evidence_json(anomaly.evidence),
        "model_version": anomaly.model_version,
    }


def to_json(anomaly: Anomaly) -> dict[str, Any]:
    """Return what clients and sinks see: the columns without the tenant."""
    return {name: value for name, value in to_row(anomaly).items() if name != "tenant"}


def json_columns() -> tuple[ColumnElement[Any], ...]:
    """Return the columns of an anomaly as clients see it; what is JSON already stays text."""
    table = AnomalyRow.__table__
    plain = [column for column in table.columns if column.name not in ("tenant", *_JSON_COLUMNS)]
    return (*plain, *(cast(table.c[name], Text).label(name) for name in _JSON_COLUMNS))


def row_to_json(row: Row[Any]) -> dict[str, Any]:
    """Return what `to_json` does, straight from a row of these columns: for lists, which are asked often."""
    values = dict(row._mapping)
    return values | {name: orjson.Fragment(values[name]) for name in _JSON_COLUMNS}


def to_label_rows(anomaly: Anomaly) -> Iterator[dict[str, str]]:
    """Return the rows by which a label finds its anomaly."""
    for label in indexed_labels(anomaly.labels):
        yield {"tenant": anomaly.tenant, **label, "fingerprint": anomaly.fingerprint}


def to_anomaly(row: Row[Any]) -> Anomaly:
    """Return the value that a row holds."""
    values = dict(row._mapping)
    numbers = {
        name: math.nan if values["evidence"][name] is None else float(values["evidence"][name])
        for name in _NUMBERS
    }
    return Anomaly(
        **{
            **values,
            "labels": Labels(values["labels"]),
            "state": AnomalyState(values["state"]),
            "severity": Severity(values["severity"]),
            "direction": Direction(values["direction"]),
            "evidence": Evidence(**{**values["evidence"], **numbers}),
        }
    )


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    """JSON knows neither NaN nor infinity, so what is not a finite number becomes null."""
    numbers = {name: getattr(evidence, name) for name in _NUMBERS}
    finite = {name: value if math.isfinite(value) else None for name, value in numbers.items()}
    return {**finite, "sentence": evidence.sentence, "details": evidence.details}
