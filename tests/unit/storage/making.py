"""Values for tests of storage."""

import math
from dataclasses import replace

from sqlalchemy import select, update

from barograph.config.detector import DetectorSpec
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Direction,
    Evidence,
    Labels,
    Severity,
    fingerprint_of,
)
from barograph.storage import Database
from barograph.storage.tables import AutomationRow, DetectorRow

__all__ = [
    "OUTDATED",
    "make_anomaly",
    "make_spec",
    "opened",
    "outdate",
    "outdate_rule",
    "resolved",
    "updated",
]


OUTDATED = {"match": ['pod=~"(?=canary).*"'], "start": None, "end": None, "reason": "canaries"}
"""A suppression as it was stored before patterns were those of RE2."""


def outdate(database: Database, name: str) -> None:
    """Give a stored detector what older versions took and this one does not."""
    with database.begin() as connection:
        spec = connection.execute(select(DetectorRow.spec).where(DetectorRow.name == name)).scalar_one()
        old = {**spec, "policy": {**spec["policy"], "suppress": [OUTDATED]}}
        connection.execute(update(DetectorRow).where(DetectorRow.name == name).values(spec=old))


def outdate_rule(database: Database, name: str) -> None:
    """Do the same to an automation."""
    with database.begin() as connection:
        rule = connection.execute(select(AutomationRow.spec).where(AutomationRow.name == name)).scalar_one()
        old = {**rule, "when": {**rule["when"], "labels": OUTDATED["match"]}}
        connection.execute(update(AutomationRow).where(AutomationRow.name == name).values(spec=old))


def make_anomaly(started_ms: int = 1000, detector_id: str = "latency", **labels: str) -> Anomaly:
    label_set = Labels(labels or {"__name__": "latency", "route": "/cart"})
    return Anomaly(
        fingerprint=fingerprint_of("default", detector_id, label_set, started_ms),
        detector_id=detector_id,
        labels=label_set,
        state=AnomalyState.OPEN,
        severity=Severity.WARNING,
        direction=Direction.UP,
        started_ms=started_ms,
        updated_ms=started_ms,
        ended_ms=None,
        peak_score=0.7,
        evidence=Evidence(9.0, 2.0, math.nan, 3.0, 0.7, "latency is 9, expected 2", {"season": "day"}),
        model_version=3,
    )


def opened(anomaly: Anomaly) -> AnomalyChange:
    return AnomalyChange(ChangeKind.OPENED, anomaly, "threshold")


def updated(anomaly: Anomaly, at_ms: int) -> AnomalyChange:
    return AnomalyChange(ChangeKind.UPDATED, replace(anomaly, updated_ms=at_ms, peak_score=0.9), "worse")


def resolved(anomaly: Anomaly, at_ms: int) -> AnomalyChange:
    ended = replace(anomaly, updated_ms=at_ms, ended_ms=at_ms, state=AnomalyState.RESOLVED)
    return AnomalyChange(ChangeKind.RESOLVED, ended, "calm")


def make_spec(name: str = "latency", **more: object) -> DetectorSpec:
    return DetectorSpec.model_validate({"name": name, "query": {"expression": "up"}, **more})
