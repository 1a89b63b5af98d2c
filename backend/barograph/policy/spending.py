"""How much of alert budgets is spent, for people: by detector and by team, in alerts a week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from barograph.config.policy import AlertBudget
from barograph.policy.budget import count_alerts

__all__ = ["LONGEST_WINDOW_MS", "WEEK_MS", "BudgetState", "Spending", "spending_of", "spending_of_team"]

WEEK_MS = 604_800_000
_TOGETHER_MS = 900_000
LONGEST_WINDOW_MS = 13 * WEEK_MS
"""Budgets over a longer time are reported by what happened within this one."""


class BudgetState(StrEnum):
    """How a budget is; ``spent`` means that only what is stranger than before opens another episode."""

    UNLIMITED = "unlimited"
    WITHIN = "within"
    SPENT = "spent"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Spending:
    """Alerts against a budget; ``budget_per_week`` is None where there is none."""

    budget_per_week: float | None
    alerts_this_week: int
    state: BudgetState


def spending_of(budget: AlertBudget | None, starts_ms: Sequence[int], now_ms: int) -> Spending:
    """Return how a detector stands, by the starts of its episodes; its state is that of its own window."""
    together_ms = budget.together.milliseconds if budget else _TOGETHER_MS
    this_week = count_alerts(_since(starts_ms, now_ms - WEEK_MS), together_ms)
    if budget is None:
        return Spending(None, this_week, BudgetState.UNLIMITED)
    in_window = count_alerts(_since(starts_ms, now_ms - budget.window_ms), together_ms)
    return Spending(_per_week(budget), this_week, _compare(in_window, budget.limit))


def spending_of_team(
    budgets: Iterable[AlertBudget | None], starts_ms: Sequence[int], now_ms: int
) -> Spending:
    """Return how a team stands: the budgets of its detectors together, against what woke it this week.

    Detectors without a budget add alerts and no budget. What starts within 15 minutes wakes people once.
    """
    known = [_per_week(budget) for budget in budgets if budget is not None]
    this_week = count_alerts(_since(starts_ms, now_ms - WEEK_MS), _TOGETHER_MS)
    if not known:
        return Spending(None, this_week, BudgetState.UNLIMITED)
    return Spending(sum(known), this_week, _compare(this_week, sum(known)))


def _compare(alerts: int, limit: float) -> BudgetState:
    if alerts > limit:
        return BudgetState.OVER
    return BudgetState.SPENT if alerts >= limit else BudgetState.WITHIN


def _per_week(budget: AlertBudget) -> float:
    return budget.alerts * WEEK_MS / budget.per.milliseconds


def _since(starts_ms: Iterable[int], since_ms: int) -> list[int]:
    return [start_ms for start_ms in starts_ms if start_ms > since_ms]
