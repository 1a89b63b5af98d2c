"""The dossier of an anomaly: what made it strange, whether it came before, and where to see it again."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from urllib.parse import urlencode

import numpy as np
import structlog

from barograph.algorithms.base import Explaining
from barograph.domain import Anomaly, AnomalyChange, ChangeKind, Frame, Labels
from barograph.engine.judge import Judge

__all__ = ["Dossiers", "Past", "explain_peak"]

_log = structlog.get_logger(__name__)
_MOST_PAST = 2_000
_PAST_DAYS = 90
_DAY_MS = 86_400_000
_MOST_REASONS = 5
_SHOWN_STEPS = 60

_Starts = Mapping[Labels, Sequence[tuple[int, str]]]


class Past(Protocol):
    """Remembers earlier episodes."""

    def of(
        self, tenant: str, detector_id: str, since_ms: int, limit: int
    ) -> Sequence[tuple[Labels, int, str]]:
        """Return labels, start and fingerprint of the latest episodes of a detector, latest first."""
        ...


class Dossiers:
    """Adds to episodes what the pure fold cannot know; only those that open or peak are looked into."""

    def __init__(self, past: Past, external_url: str) -> None:
        self._past = past
        self._external_url = external_url

    def complete(
        self, judge: Judge, window: Frame, changes: Sequence[AnomalyChange]
    ) -> tuple[AnomalyChange, ...]:
        """Return the changes with explanation, similar episodes and link in the details of their evidence."""
        if not changes:
            return ()
        rows = {judge.plan.labels_of(labels): row for row, labels in enumerate(window.labels)}
        starts = self._read_past(judge, changes)
        told: dict[tuple[str, object], dict[str, object]] = {}
        return tuple(self._completed(judge, window, rows, starts, told, change) for change in changes)

    def _completed(
        self,
        judge: Judge,
        window: Frame,
        rows: Mapping[Labels, int],
        starts: _Starts,
        told: dict[tuple[str, object], dict[str, object]],
        change: AnomalyChange,
    ) -> AnomalyChange:
        anomaly = change.anomaly
        details, row = anomaly.evidence.details, rows.get(anomaly.labels)
        own = window.labels[row] if row is not None else anomaly.labels
        link: dict[str, object] = {"replay_url": _link(self._external_url, judge, anomaly, own)}
        peak = (anomaly.fingerprint, details.get("at_ms"))
        if peak not in told and _is_unseen(change):
            told[peak] = {
                "explanation": {} if row is None else explain_peak(judge, window, row, anomaly),
                "similar": _find_similar(starts, anomaly),
            }
        evidence = replace(anomaly.evidence, details={**details, **told.get(peak, {}), **link})
        return replace(change, anomaly=replace(anomaly, evidence=evidence))

    def _read_past(self, judge: Judge, changes: Sequence[AnomalyChange]) -> _Starts:
        """Read earlier episodes once for all series, so that a storm costs one query."""
        unseen = [change.anomaly for change in changes if _is_unseen(change)]
        if not unseen:
            return {}
        since_ms = min(anomaly.started_ms for anomaly in unseen) - _PAST_DAYS * _DAY_MS
        plan = judge.plan
        starts: dict[Labels, list[tuple[int, str]]] = {}
        for labels, at_ms, name in self._past.of(plan.tenant, plan.detector_id, since_ms, _MOST_PAST):
            starts.setdefault(labels, []).append((at_ms, name))
        return starts


def _is_unseen(change: AnomalyChange) -> bool:
    """Tell whether an episode opened or peaked: a peak starts with fresh details."""
    return change.kind is not ChangeKind.RESOLVED and "similar" not in change.anomaly.evidence.details


def explain_peak(judge: Judge, window: Frame, row: int, anomaly: Anomaly) -> dict[str, object]:
    """Return what the algorithm can say about the strangest point of an episode, as JSON."""
    at_ms = anomaly.evidence.details.get("at_ms")
    if not isinstance(judge.algorithm, Explaining) or not isinstance(at_ms, int):
        return {}
    column = int(np.searchsorted(window.timestamps, at_ms))
    is_there = column < window.point_count and int(window.timestamps[column]) == at_ms
    if not is_there or math.isnan(anomaly.evidence.actual):
        return {}
    try:
        found = judge.algorithm.explain(judge.versioned.model, window, row, column)
    except Exception as error:
        # An algorithm may come from a plugin; what it can't explain is still an anomaly.
        _log.warning("explanation failed", detector=anomaly.detector_id, error=str(error))
        return {"failed": str(error)}
    return {name: _to_json(value) for name, value in found.items()}


def _to_json(value: object) -> object:
    """Keep the first few of many reasons, and numbers that JSON knows."""
    if isinstance(value, Mapping):
        return {str(name): _to_json(part) for name, part in list(value.items())[:_MOST_REASONS]}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, bool | int | str) or value is None else str(value)


def _find_similar(starts: _Starts, anomaly: Anomaly) -> dict[str, object]:
    earlier = [one for one in starts.get(anomaly.labels, ()) if one[0] < anomaly.started_ms]
    last_ms, last_name = earlier[0] if earlier else (None, None)
    return {
        "count": len(earlier),
        "within_days": _PAST_DAYS,
        "last_started_ms": last_ms,
        "last_fingerprint": last_name,
    }


def _link(external_url: str, judge: Judge, anomaly: Anomaly, labels: Labels) -> str:
    around_ms = _SHOWN_STEPS * judge.plan.step_ms
    end_ms = anomaly.updated_ms if anomaly.ended_ms is None else anomaly.ended_ms
    query = [
        ("detector", anomaly.detector_id),
        ("start", str(anomaly.started_ms - around_ms)),
        ("end", str(end_ms + around_ms)),
        *(("label", f"{name}={value}") for name, value in labels.items()),
    ]
    return f"{external_url}/?{urlencode(query)}"
