"""Anomalies as rows, and rows as anomalies."""

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row

from barograph.domain import Anomaly, AnomalyState, Direction, Evidence, Labels, Severity
from barograph.storage.tables.base import INDEXED_LABEL_LENGTH

__all__ = ["to_anomaly", "to_json", "to_label_rows", "to_row"]

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


def to_label_rows(anomaly: Anomaly) -> Iterator[dict[str, str]]:
    """Return the rows by which a label finds its anomaly; very long values are cut there."""
    for name, value in anomaly.labels.items():
        yield {
            "tenant": anomaly.tenant,
            "name": name[:200],
            "value": value[:INDEXED_LABEL_LENGTH],
            "fingerprint": anomaly.fingerprint,
        }


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
    content = asdict(evidence)
    return content | {name: content[name] if math.isfinite(content[name]) else None for name in _NUMBERS}
