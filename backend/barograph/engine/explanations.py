"""What log lines say about an anomaly: its template, examples, and counts before and after."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from barograph.config.detector import QuerySpec
from barograph.domain import AnomalyChange, ChangeKind, Frame, Labels
from barograph.errors import BarographError

__all__ = ["Explain", "add_explanations", "explain_nothing"]

Explain = Callable[[str, QuerySpec, int, Labels], dict[str, object]]
"""Takes tenant, query, moment and labels of a series; returns details for people."""


def explain_nothing(tenant: str, query: QuerySpec, at_ms: int, labels: Labels) -> dict[str, object]:
    """Have nothing to say, as sources of metrics do."""
    return {}


def add_explanations(
    explain: Explain, tenant: str, query: QuerySpec, frame: Frame, changes: Sequence[AnomalyChange]
) -> tuple[AnomalyChange, ...]:
    """Complete the evidence of episodes of log templates; an explanation that fails changes nothing else."""
    if query.mode != "templates":
        return tuple(changes)
    return tuple(_explained(explain, tenant, query, frame, change) for change in changes)


def _explained(
    explain: Explain, tenant: str, query: QuerySpec, frame: Frame, change: AnomalyChange
) -> AnomalyChange:
    evidence = change.anomaly.evidence
    at_ms = evidence.details.get("at_ms")
    if change.kind is ChangeKind.RESOLVED or "examples" in evidence.details or not isinstance(at_ms, int):
        return change
    try:
        more = explain(tenant, query, at_ms, change.anomaly.labels)
    except BarographError as error:
        more = {"examples": [], "explanation_failed": error.message}
    details = {**evidence.details, **more, **_counts(frame, at_ms, change.anomaly.labels)}
    return replace(change, anomaly=replace(change.anomaly, evidence=replace(evidence, details=details)))


def _counts(frame: Frame, at_ms: int, labels: Labels) -> dict[str, object]:
    row = next((row for row, own in enumerate(frame.labels) if labels.matches(own)), None)
    place = int(np.searchsorted(frame.timestamps, at_ms))
    if row is None or not 0 < place < frame.point_count:
        return {}
    values = frame.values[row]
    return {
        "lines_a_step_before": round(float(np.nanmean(values[:place])), 3),
        "lines_a_step_after": round(float(np.nanmean(values[place:])), 3),
    }
