"""`/api/v1/budgets`: alerts of this week against what is welcome, by detector and by team."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.bodies.budgets import BudgetList, BudgetQuery, budget_body
from barograph.api.caching import kept_until_next_event
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.config.team import TeamSpec
from barograph.policy.spending import LONGEST_WINDOW_MS, WEEK_MS, spending_of, spending_of_team
from barograph.storage import PageRequest, StoredDetector

__all__ = ["budgets"]

_ROWS = 500

budgets = APIBlueprint("budgets", __name__, url_prefix="/api/v1/budgets", abp_tags=[Tag(name="detectors")])


@budgets.get("", summary="Alerts against budgets", responses={200: BudgetList})
@kept_until_next_event
def list_budgets(query: BudgetQuery) -> dict[str, Any]:
    """Return how every team and every detector stands this week."""
    tenant, now_ms = identity().tenant, services().now_ms()
    detectors = list(_all_detectors(tenant))
    starts = services().stores.starts.by_detector(tenant, now_ms - LONGEST_WINDOW_MS)
    rows = [
        budget_body(
            one.id,
            one.labels.get(query.label),
            spending_of(one.budget, starts.get(one.id, ()), now_ms),
        )
        for one in detectors
    ]
    kept = {team.name: team for team in services().teams()}
    summed = sorted({row["team"] for row in rows if row["team"]} - kept.keys())
    team_rows = [
        *_kept_rows(kept, tenant, now_ms),
        *(_team_row(team, query.label, detectors, starts, now_ms) for team in summed),
    ]
    return {"items": [*_most_spent(team_rows), *_most_spent(rows)], "next_cursor": None}


def _kept_rows(teams: Mapping[str, TeamSpec], tenant: str, now_ms: int) -> Iterator[dict[str, Any]]:
    """Return how teams stand that have a budget of their own: it is kept, by holding incidents back."""
    found = services().stores.incidents.of_teams(tenant, now_ms - LONGEST_WINDOW_MS) if teams else ()
    for team in teams.values():
        own = [one for one in found if one.team == team.name]
        told = [one.started_ms for one in own if not one.held_back]
        held_back = sum(one.started_ms > now_ms - WEEK_MS for one in own if one.held_back)
        yield budget_body(None, team.name, spending_of(team.budget, told, now_ms), held_back)


def _team_row(
    team: str,
    label: str,
    detectors: Sequence[StoredDetector],
    starts: Mapping[str, Sequence[int]],
    now_ms: int,
) -> dict[str, Any]:
    own = [one for one in detectors if one.labels.get(label) == team]
    together = [start_ms for one in own for start_ms in starts.get(one.id, ())]
    return budget_body(None, team, spending_of_team([one.budget for one in own], together, now_ms))


def _most_spent(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    order = ("over", "spent", "within", "unlimited")
    return sorted(
        rows, key=lambda row: (order.index(row["state"]), -row["alerts_this_week"], row["detector"] or "")
    )


def _all_detectors(tenant: str) -> Iterator[StoredDetector]:
    cursor: str | None = None
    while True:
        page = services().stores.detectors.page(tenant, None, PageRequest(_ROWS, cursor))
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
