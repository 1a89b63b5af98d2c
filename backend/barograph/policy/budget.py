"""The alert budget: how strange a point must be so that no more than the welcome number of alerts come."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from barograph.config.policy import AlertBudget
from barograph.domain import Anomaly, FloatArray, Frame, Scores
from barograph.policy.base import Points
from barograph.policy.judgement import judge
from barograph.policy.plan import Plan
from barograph.policy.runs import count_last, highest_last

__all__ = [
    "LOWEST_THRESHOLD",
    "BudgetReport",
    "Ledger",
    "calibrate_threshold",
    "count_alerts",
    "report_budget",
]

LOWEST_THRESHOLD = 0.5
"""However large the budget, a point seen once in less than ten thousand is no reason to call anybody."""

_GRID = 200


@dataclass(frozen=True, slots=True)
class BudgetReport:
    """How much of a budget is spent."""

    alerts: int
    limit: int
    window_ms: int

    @property
    def is_spent(self) -> bool:
        """Whether the next alert must be stranger than all of this window."""
        return self.alerts >= self.limit


class Ledger:
    """Counts the alerts of the window and, once they reach the budget, asks for more than their peaks."""

    def __init__(self, budget: AlertBudget | None) -> None:
        self._budget = budget
        self._alert_ms: int | None = None

    def allows(self, episode: Anomaly, episodes: Iterable[Anomaly]) -> bool:
        """Tell whether one more episode may open now."""
        if self._budget is None:
            return True
        started_ms = episode.started_ms
        together_ms = self._budget.together.milliseconds
        if self._alert_ms is not None and 0 <= started_ms - self._alert_ms <= together_ms:
            return True
        recent = _started_within(episodes, started_ms, self._budget.window_ms)
        alerts = _group_starts([episode.started_ms for episode in recent], together_ms)
        is_joining = bool(alerts) and started_ms - alerts[-1] <= together_ms
        is_allowed = is_joining or len(alerts) < self._budget.limit
        if is_allowed or _strangeness_of(episode) > max(map(_strangeness_of, recent)):
            self._alert_ms = alerts[-1] if is_joining else started_ms
            return True
        return False


def report_budget(plan: Plan, episodes: Iterable[Anomaly], now_ms: int) -> BudgetReport | None:
    """Tell how much of the budget the given episodes have spent, None where there is no budget."""
    budget = plan.policy.budget
    if budget is None:
        return None
    recent = _started_within(episodes, now_ms, budget.window_ms)
    alerts = count_alerts([episode.started_ms for episode in recent], budget.together.milliseconds)
    return BudgetReport(alerts, budget.limit, budget.window_ms)


def count_alerts(starts_ms: Iterable[int], together_ms: int) -> int:
    """Count how often episodes with these starts call people; those soon after one belong to it."""
    return len(_group_starts(starts_ms, together_ms))


def calibrate_threshold(plan: Plan, history: Frame, scores: Scores) -> float:
    """Return the lowest threshold at which the budget would have held over all of history."""
    budget = plan.policy.budget
    if budget is None or history.point_count < 2:
        return plan.threshold
    span_ms = int(history.timestamps[-1] - history.timestamps[0]) + plan.step_ms
    allowed = budget.alerts * span_ms / budget.per.milliseconds
    level = _find_levels(plan, history, scores)
    apart = max(plan.policy.recover_points, budget.together.milliseconds // plan.step_ms)
    chosen = 1.0
    for threshold in np.linspace(1.0, LOWEST_THRESHOLD, _GRID + 1):
        if _count_bursts(level, float(threshold), apart) > allowed:
            break
        chosen = float(threshold)
    return chosen


def _find_levels(plan: Plan, history: Frame, scores: Scores) -> FloatArray:
    """Return the highest threshold at which an episode could have opened at each moment, over all series."""
    policy = plan.policy
    rows = np.flatnonzero(Points.could_open(scores, LOWEST_THRESHOLD))
    points = Points.of(history, scores, rows, ())
    judged = judge(plan, points, np.full(history.point_count, LOWEST_THRESHOLD))
    news = highest_last(np.where(judged.strange, points.scores.signal, 0.0), policy.of_points)
    staying = -highest_last(np.where(judged.strange, -judged.strength, 0.0), policy.lasting_points)
    is_enough = judged.strange & (count_last(judged.strange, policy.of_points) >= policy.for_points)
    level = np.where(is_enough, np.fmax(news, np.where(judged.lasts, staying, 0.0)), 0.0)
    return np.asarray(level.max(axis=0, initial=0.0))


def _strangeness_of(episode: Anomaly) -> tuple[float, float]:
    """Return the peak, and how many times as far as the band reaches its value lay: scores end at 1."""
    seen = episode.evidence
    reach = abs(seen.upper - seen.lower) / 2
    distance = abs(seen.actual - seen.expected) / reach if reach > 0 else np.nan
    return episode.peak_score, float(distance) if np.isfinite(distance) else 0.0


def _count_bursts(level: FloatArray, threshold: float, apart: int) -> int:
    """Count the runs of moments at the threshold or above, joined where they are close."""
    loud = np.flatnonzero(level >= threshold)
    return int(loud.size > 0) + int((np.diff(loud) > apart).sum())


def _started_within(episodes: Iterable[Anomaly], now_ms: int, window_ms: int) -> list[Anomaly]:
    return [episode for episode in episodes if now_ms - window_ms < episode.started_ms <= now_ms]


def _group_starts(starts_ms: Iterable[int], together_ms: int) -> list[int]:
    """Return the start of each alert; episodes soon after it belong to it."""
    alerts: list[int] = []
    for start_ms in sorted(starts_ms):
        if not alerts or start_ms - alerts[-1] > together_ms:
            alerts.append(start_ms)
    return alerts
