from datetime import UTC, datetime

import pytest

from barograph.domain import ChangeKind
from barograph.policy import Reason
from tests.policy_tables import STEP_MS, burst_of, frame_of, kinds, plan_of, run

OPENED, RESOLVED = ChangeKind.OPENED, ChangeKind.RESOLVED


@pytest.mark.parametrize(
    ("rule", "opened"),
    [
        ({"match": ['service="s0"']}, ["s1"]),
        ({"match": ['service=~"s."', 'service!="s1"']}, ["s1"]),
        ({"match": ['service=~"s."']}, []),
        ({"match": ['service="s0"'], "below": 0.8}, ["s0", "s1"]),
        ({"match": ['service="s0"'], "until": "1970-01-01T00:01:00Z"}, ["s0", "s1"]),
        ({"match": ['service="s0"'], "until": "1970-01-01T00:02:00Z"}, ["s1"]),
    ],
)
def test_named_series_are_suppressed(rule: dict[str, object], opened: list[str]) -> None:
    frame, scores = frame_of([[0.1, 0.9], [0.1, 0.9]])
    outcome = run(plan_of(suppress=[rule]), frame, scores)
    assert [change.anomaly.labels["service"] for change in outcome.changes] == opened
    assert all(decision.reason is Reason.SUPPRESSED for decision in outcome.decisions)


def test_nothing_opens_during_maintenance_and_what_lasts_longer_opens_after_it() -> None:
    window = {"first": datetime(1970, 1, 1, 0, 2, tzinfo=UTC), "last": datetime(1970, 1, 1, 0, 5, tzinfo=UTC)}
    frame, scores = frame_of([[0.1, 0.1, 0.9, 0.9, 0.9, 0.9]])
    plan = plan_of(calendars=[{"name": "upgrade", "dates": [window]}])
    outcome = run(plan, frame, scores)
    assert kinds(outcome) == [(OPENED, 5)]
    assert outcome.changes[0].anomaly.started_ms == 5 * STEP_MS
    assert outcome.reasons == {"in_calendar": 3, "strange_points": 1}


def test_a_burst_that_was_told_during_maintenance_opens_after_it_if_it_lasts() -> None:
    window = {"first": datetime(1970, 1, 1, 0, 2, tzinfo=UTC), "last": datetime(1970, 1, 1, 0, 5, tzinfo=UTC)}
    plan = plan_of(calendars=[{"name": "upgrade", "dates": [window]}])
    outcome = run(plan, *burst_of([0, 0, 0.9, *[0] * 9], lasting=[0, 0, 0.9, *[0.7] * 9]))
    assert kinds(outcome) == [(OPENED, 10)]
    assert outcome.changes[0].anomaly.started_ms == 5 * STEP_MS
    assert (
        run(plan, *burst_of([0, 0, 0.9, *[0] * 9], lasting=[0, 0, 0.9, *[0.7] * 5, *[0.1] * 4])).changes == ()
    )


def test_an_episode_that_is_open_stays_open_through_maintenance() -> None:
    window = {"first": datetime(1970, 1, 1, 0, 1, tzinfo=UTC), "last": datetime(1970, 1, 1, 0, 9, tzinfo=UTC)}
    frame, scores = frame_of([[0.9, 0.9, 0.95, 0.9, 0.9, 0.9]])
    plan = plan_of(calendars=[{"name": "upgrade", "dates": [window]}])
    assert kinds(run(plan, frame, scores)) == [(OPENED, 0)]


def test_a_calendar_can_hold_for_some_series_only() -> None:
    calendar = {"name": "x", "dates": [{"first": "1970-01-01"}], "match": ['service="s0"']}
    frame, scores = frame_of([[0.9], [0.9]])
    outcome = run(plan_of(calendars=[calendar]), frame, scores)
    assert [change.anomaly.labels["service"] for change in outcome.changes] == ["s1"]


def test_a_season_has_a_threshold_of_its_own() -> None:
    season = {
        "name": "sale",
        "dates": [{"first": "1970-01-01T00:01:00", "last": "1970-01-01T00:03:00"}],
        "threshold": 0.9,
    }
    frame, scores = frame_of([[0.1, 0.7, 0.7, 0.7]])
    assert kinds(run(plan_of(calendars=[season]), frame, scores)) == [(OPENED, 3)]
