"""Questions and answers about alert budgets."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body, Query
from barograph.config.detector import LabelName
from barograph.policy.spending import BudgetState, Spending

__all__ = ["BudgetBody", "BudgetList", "BudgetQuery", "budget_body"]


class BudgetQuery(Query):
    """By which label detectors belong together."""

    label: LabelName = Field("team", max_length=200, description="Label of detectors that names the team.")


class BudgetBody(Body):
    """Alerts against a budget, of one detector or of a team."""

    detector: str | None = Field(description="null in the row of a team.")
    team: str | None = Field(description="null for a detector without that label.")
    budget_per_week: float | None = Field(description="null where a threshold decides.")
    alerts_this_week: int = Field(description="Episodes that start within 15 minutes count once.")
    state: BudgetState
    held_back: int | None = Field(
        description="Incidents of this week that a team was not told of; null where it has no budget of its "
        "own."
    )


class BudgetList(Body):
    """Teams first, then detectors; those that have spent most come first."""

    items: list[BudgetBody]
    next_cursor: str | None = Field(description="Always null.")


def budget_body(
    detector: str | None, team: str | None, spending: Spending, held_back: int | None = None
) -> dict[str, Any]:
    """Return one row as JSON."""
    return {
        "detector": detector,
        "team": team,
        "budget_per_week": spending.budget_per_week,
        "alerts_this_week": spending.alerts_this_week,
        "state": spending.state.value,
        "held_back": held_back,
    }
