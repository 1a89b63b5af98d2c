"""How good the model in force is: what its watch saw, how often it called, and what people said of that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from barograph.domain import Verdict
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.stores import Stores

__all__ = ["describe_quality"]

_WEEK_MS = 604_800_000
_FEEDBACK_MS = 90 * 86_400_000
_MOST_EPISODES = 10_000


@dataclass(frozen=True, slots=True)
class _Alerts:
    week: int
    budget: float | None


def describe_quality(stores: Stores, detector: StoredDetector, now_ms: int) -> dict[str, Any]:
    """Return the quality of a detector's model as JSON, from what is stored."""
    watch = stores.model_watches.get(detector.tenant, detector.id)
    active = stores.models.active(detector.tenant, detector.id)
    seen = watch.report if watch else {}
    alerts = _alerts_of(stores, detector, now_ms)
    return {
        "model_version": watch.version if watch else active.version if active else None,
        "updated_ms": watch.updated_ms if watch else None,
        "scores": seen.get("scores", {"edges": [], "counts": [], "reference_counts": []}),
        "window_points": seen.get("window_points"),
        "alerts_per_week": alerts.week,
        "budget_per_week": alerts.budget,
        "drift": seen.get("drift", {"state": "unknown", "tests": [], "since_ms": None}),
        "fit_seconds": active.fit_seconds if active else None,
        "score_ms": seen.get("score_ms", {"p50": None, "p95": None}),
        "feedback": _count_feedback(stores, detector, now_ms),
    }


def _alerts_of(stores: Stores, detector: StoredDetector, now_ms: int) -> _Alerts:
    """Count the alerts of the last week as a budget counts them: what starts together is one."""
    budget = detector.budget
    together_ms = budget.together.milliseconds if budget else 900_000
    since_ms = now_ms - _WEEK_MS
    found = stores.starts.of(detector.tenant, detector.id, since_ms, _MOST_EPISODES)
    per_week = budget.alerts * _WEEK_MS / budget.per.milliseconds if budget else None
    return _Alerts(_count_groups((started for _, started, _ in found), together_ms), per_week)


def _count_groups(starts_ms: Iterable[int], together_ms: int) -> int:
    count, first_ms = 0, None
    for start_ms in sorted(starts_ms):
        if first_ms is None or start_ms - first_ms > together_ms:
            count, first_ms = count + 1, start_ms
    return count


def _count_feedback(stores: Stores, detector: StoredDetector, now_ms: int) -> dict[str, Any]:
    """Count the last word on each anomaly; precision is the share that was not noise."""
    verdicts = stores.feedback.verdicts(detector.tenant, detector.id, now_ms - _FEEDBACK_MS)
    counts = Counter(verdicts.values())
    said = sum(counts.values())
    return {
        **{verdict.value: counts[verdict] for verdict in Verdict},
        "precision": (said - counts[Verdict.NOISE]) / said if said else None,
    }
