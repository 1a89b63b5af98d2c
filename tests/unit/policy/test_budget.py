import numpy as np
import pytest

from barograph.domain import ChangeKind
from barograph.policy import Reason
from barograph.policy.budget import LOWEST_THRESHOLD, calibrate_threshold, report_budget
from tests.policy_tables import STEP_MS, burst_of, frame_of, kinds, plan_of, run, run_live

HOUR = {"alerts": 2, "per": "1h", "together": "2m"}
OPENED = ChangeKind.OPENED


def scores_with(peaks: dict[int, float], count: int = 120) -> list[float]:
    scores = [0.1] * count
    for column, score in peaks.items():
        scores[column] = score
    return scores


@pytest.mark.parametrize(
    ("peaks", "opened"),
    [
        pytest.param({0: 0.9, 20: 0.9, 40: 0.9}, [0, 20], id="the third of an hour is too much"),
        pytest.param({0: 0.9, 20: 0.9, 40: 0.95}, [0, 20, 40], id="unless it is stranger than all others"),
        pytest.param({0: 0.9, 20: 0.9, 85: 0.9}, [0, 20, 85], id="after an hour there is room again"),
    ],
)
def test_the_budget_is_enforced(peaks: dict[int, float], opened: list[int]) -> None:
    frame, scores = frame_of([scores_with(peaks)])
    outcome = run(plan_of(budget=HOUR), frame, scores)
    assert [at for kind, at in kinds(outcome) if kind is OPENED] == opened
    held = {decision.reason for decision in outcome.decisions}
    assert held == (set() if len(opened) == len(peaks) else {Reason.OVER_BUDGET})


def test_what_is_as_strange_as_a_score_can_say_is_compared_by_how_far_it_lies_off() -> None:
    peaks = {0: 1.0, 20: 1.0, 30: 1.0, 40: 1.0}
    values = [1.0] * 120
    for column, value in zip(peaks, (3.0, 3.0, 2.0, 9.0), strict=True):
        values[column] = value
    frame, scores = frame_of([scores_with(peaks)], [values])
    outcome = run(plan_of(budget=HOUR), frame, scores)
    assert [at for kind, at in kinds(outcome) if kind is OPENED] == [0, 20, 40]


@pytest.mark.parametrize("points", [1, 2, 3])
def test_the_learnt_threshold_lets_through_what_the_budget_allows(points: int) -> None:
    alert, lasting = [0.0] * 1440, [0.1] * 1440
    for number in range(14):
        column = 100 * (number + 1) - 50
        alert[column] = 0.55 + 0.02 * number
        lasting[column : column + 4] = [alert[column]] * 4
    frame, scores = burst_of(alert, lasting)
    plan = plan_of(budget={"alerts": 3, "per": "1d"}, for_points=points, of_points=points)
    threshold = calibrate_threshold(plan, frame, scores)
    opened = run(plan_of(threshold=threshold, for_points=points, of_points=points), frame, scores)
    assert sum(change.kind is OPENED for change in opened.changes) == 3


def test_series_that_break_together_count_as_one_alert() -> None:
    frame, scores = frame_of([scores_with({5: 0.9, 30: 0.9}), scores_with({6: 0.9, 31: 0.9})])
    outcome = run(plan_of(budget=HOUR), frame, scores)
    assert [at for kind, at in kinds(outcome) if kind is OPENED] == [5, 6, 30, 31]


def test_live_and_replay_agree_under_a_budget() -> None:
    rng = np.random.default_rng(7)
    frame, scores = frame_of(np.where(rng.random((4, 300)) > 0.97, rng.uniform(0.7, 1, (4, 300)), 0.1))
    plan = plan_of(budget=HOUR, recover_points=2)
    live = run_live(plan, frame, scores, range(1, 301))
    assert live == list(run(plan, frame, scores).changes)


def test_the_threshold_follows_from_history() -> None:
    day = 1440
    peaks = {100 * number: 0.55 + 0.02 * number for number in range(14)}
    frame, scores = frame_of([scores_with(peaks, day)])
    plan = plan_of(budget={"alerts": 3, "per": "1d"})
    threshold = calibrate_threshold(plan, frame, scores)
    assert sorted(peaks.values())[-4] < threshold <= sorted(peaks.values())[-3]


def test_a_calm_history_and_a_large_budget_do_not_lower_the_threshold_without_end() -> None:
    frame, scores = frame_of([scores_with({})])
    assert calibrate_threshold(plan_of(budget=HOUR), frame, scores) == LOWEST_THRESHOLD


def test_half_an_alert_a_week_is_one_in_two_weeks() -> None:
    budget = plan_of(budget={"alerts": 0.5, "per": "1w"}).policy.budget
    assert budget is not None
    assert (budget.limit, budget.window_ms) == (1, 2 * 604_800_000)


def test_the_budget_is_reported() -> None:
    frame, scores = frame_of([scores_with({0: 0.9, 20: 0.9})])
    plan = plan_of(budget=HOUR)
    episodes = {change.anomaly.fingerprint: change.anomaly for change in run(plan, frame, scores).changes}
    spent = report_budget(plan, episodes.values(), 30 * STEP_MS)
    assert spent is not None
    assert (spent.alerts, spent.limit, spent.is_spent) == (2, 2, True)
    later = report_budget(plan, episodes.values(), 70 * STEP_MS)
    assert later is not None
    assert not later.is_spent
    assert report_budget(plan_of(), episodes.values(), 0) is None
