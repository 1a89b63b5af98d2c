import pytest

from barograph.config.policy import AlertBudget
from barograph.policy.spending import BudgetState, spending_of, spending_of_team

MINUTE_MS = 60_000
DAY_MS = 86_400_000
NOW_MS = 100 * DAY_MS


def budget(alerts: float, per: str = "1w") -> AlertBudget:
    return AlertBudget.model_validate({"alerts": alerts, "per": per})


def days_ago(*days: float) -> list[int]:
    return [round(NOW_MS - day * DAY_MS) for day in days]


@pytest.mark.parametrize(
    ("starts", "alerts", "state"),
    [
        ((), 0, BudgetState.WITHIN),
        ((1,), 1, BudgetState.WITHIN),
        ((1, 2), 2, BudgetState.SPENT),
        ((1, 2, 3), 3, BudgetState.OVER),
        ((1, 8, 9, 10), 1, BudgetState.WITHIN),
        ((2, 2 - 10 / 1440), 1, BudgetState.WITHIN),
    ],
)
def test_a_detector_is_measured_by_its_own_budget(
    starts: tuple[float, ...], alerts: int, state: BudgetState
) -> None:
    spending = spending_of(budget(2), days_ago(*starts), NOW_MS)
    assert (spending.budget_per_week, spending.alerts_this_week, spending.state) == (2, alerts, state)


def test_half_an_alert_a_week_is_spent_for_two_weeks() -> None:
    spending = spending_of(budget(0.5), days_ago(10), NOW_MS)
    assert (spending.budget_per_week, spending.alerts_this_week) == (0.5, 0)
    assert spending.state is BudgetState.SPENT


def test_budgets_of_other_times_are_said_a_week() -> None:
    assert spending_of(budget(1, "1d"), [], NOW_MS).budget_per_week == 7


def test_without_a_budget_alerts_are_only_counted() -> None:
    spending = spending_of(None, days_ago(1, 2, 3), NOW_MS)
    assert (spending.budget_per_week, spending.alerts_this_week) == (None, 3)
    assert spending.state is BudgetState.UNLIMITED


def test_a_team_has_the_budgets_of_its_detectors_and_wakes_once() -> None:
    starts = [NOW_MS - DAY_MS, NOW_MS - DAY_MS + 5 * MINUTE_MS, NOW_MS - 2 * DAY_MS]
    spending = spending_of_team([budget(1), budget(2), None], starts, NOW_MS)
    assert (spending.budget_per_week, spending.alerts_this_week) == (3, 2)
    assert spending.state is BudgetState.WITHIN
    assert spending_of_team([None], starts, NOW_MS).state is BudgetState.UNLIMITED
    assert spending_of_team([budget(1)], starts, NOW_MS).state is BudgetState.OVER
