from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.config.policy import PolicySpec
from barograph.domain import AnomalyState, ChangeKind, Direction, Frame, Scores, Severity
from barograph.policy import Reason, advance
from tests.policy_tables import STEP_MS, burst_of, frame_of, kinds, plan_of, run, run_live

NAN = np.nan
OPENED, UPDATED, RESOLVED = ChangeKind.OPENED, ChangeKind.UPDATED, ChangeKind.RESOLVED


@pytest.mark.parametrize(
    ("rules", "scores", "expected"),
    [
        pytest.param({}, [0.1, 0.6, 0.1], [], id="below the threshold nothing opens"),
        pytest.param({}, [0.1, 0.7, 0.1], [(OPENED, 1)], id="one strange point opens"),
        pytest.param({}, [0.7, 0.1, 0.1, 0.1], [(OPENED, 0), (RESOLVED, 3)], id="three calm points close"),
        pytest.param({}, [0.7, 0.1, 0.1, 0.55, 0.1], [(OPENED, 0)], id="a point between breaks the calm"),
        pytest.param({}, [0.7, 0.8, 0.75], [(OPENED, 0), (UPDATED, 1)], id="only a higher peak updates"),
        pytest.param({"threshold": 0.9}, [0.8, 0.9], [(OPENED, 1)], id="the stated threshold counts"),
        pytest.param(
            {"for_points": 2, "of_points": 3}, [0.7, 0.1, 0.7], [(OPENED, 2)], id="two of three open"
        ),
        pytest.param({"for_points": 2, "of_points": 3}, [0.7, 0.1, 0.1, 0.7], [], id="two of four do not"),
        pytest.param(
            {"for_points": 2, "of_points": 3},
            [0.7, NAN, 0.7],
            [(OPENED, 2)],
            id="a gap does not break N of M",
        ),
        pytest.param(
            {"recover_points": 2}, [0.7, 0.1, NAN, 0.1], [(OPENED, 0), (RESOLVED, 3)], id="nor calm"
        ),
        pytest.param(
            {"recover_points": 2}, [0.7, NAN, NAN, NAN, NAN, NAN], [(OPENED, 0)], id="gaps keep open"
        ),
        pytest.param(
            {"recover_points": 2, "missing_data": "resolve"},
            [0.7, NAN, NAN, NAN, NAN],
            [(OPENED, 0), (RESOLVED, 4)],
            id="unless the policy says that a gone series is resolved",
        ),
        pytest.param(
            {"recover_points": 1, "missing_data": "alert"},
            [0.1, NAN, NAN, NAN, 0.1],
            [(OPENED, 2), (RESOLVED, 4)],
            id="or that it is an alert",
        ),
        pytest.param(
            {"recover_points": 1, "cooldown": "3m"},
            [0.7, 0.1, 0.7, 0.7, 0.7],
            [(OPENED, 0), (RESOLVED, 1), (OPENED, 4)],
            id="nothing opens while cooling down",
        ),
        pytest.param(
            {"recover_points": 1, "for_points": 2, "of_points": 4},
            [0.7, 0.7, 0.1, 0.7, 0.7],
            [(OPENED, 1), (RESOLVED, 2), (OPENED, 4)],
            id="points of an episode that is over do not count again",
        ),
        pytest.param({"warm_up_points": 2}, [0.7, 0.7, 0.7], [(OPENED, 2)], id="a new series warms up"),
        pytest.param(
            {"recover_below": 0.3, "recover_points": 1},
            [0.7, 0.4, 0.31, 0.29],
            [(OPENED, 0), (RESOLVED, 3)],
            id="calm is below the stated recovery",
        ),
    ],
)
def test_points_become_episodes(
    rules: dict[str, object], scores: list[float], expected: list[tuple[ChangeKind, int]]
) -> None:
    frame, judged = frame_of([scores])
    assert kinds(run(plan_of(**rules), frame, judged)) == expected


@pytest.mark.parametrize(
    ("rules", "value", "reason"),
    [
        ({"direction": "down"}, 2.0, Reason.WRONG_DIRECTION),
        ({"direction": "up"}, 0.5, Reason.WRONG_DIRECTION),
        ({"min_deviation": 1.5}, 2.0, Reason.SMALL_DEVIATION),
        ({"min_deviation_ratio": 1.5}, 2.0, Reason.SMALL_DEVIATION),
        ({"data_range": {"at_most": 1.5}}, 2.0, Reason.OUT_OF_RANGE),
        ({"for_points": 2, "of_points": 2}, 2.0, Reason.TOO_FEW_POINTS),
        ({"warm_up_points": 5}, 2.0, Reason.WARMING_UP),
    ],
)
def test_a_strange_point_that_opens_nothing_is_given_a_reason(
    rules: dict[str, object], value: float, reason: Reason
) -> None:
    frame, scores = frame_of([[0.1, 0.9]], [[1.0, value]])
    outcome = run(plan_of(**rules), frame, scores)
    assert outcome.changes == ()
    assert [decision.reason for decision in outcome.decisions] == [reason]
    assert outcome.reasons == {reason.value: 1}


@pytest.mark.parametrize(
    ("rules", "scores", "reasons"),
    [
        ({}, [0.7, 0.1, 0.1, 0.1], [Reason.STRANGE_POINTS, Reason.CALM_AGAIN]),
        ({}, [0.7, 0.9], [Reason.STRANGE_POINTS, Reason.STRANGER_THAN_BEFORE]),
        (
            {"recover_points": 1, "missing_data": "alert"},
            [0.1, NAN, NAN, 0.1],
            [Reason.DATA_MISSING, Reason.CALM_AGAIN],
        ),
        (
            {"recover_points": 1, "missing_data": "resolve"},
            [0.7, NAN, NAN],
            [Reason.STRANGE_POINTS, Reason.SERIES_GONE],
        ),
    ],
)
def test_every_change_of_an_episode_has_its_reason(
    rules: dict[str, object], scores: list[float], reasons: list[Reason]
) -> None:
    frame, judged = frame_of([scores])
    assert [change.reason for change in run(plan_of(**rules), frame, judged).changes] == reasons


def test_what_opens_nothing_while_cooling_down_is_given_that_reason() -> None:
    frame, scores = frame_of([[0.7, 0.1, 0.7]])
    outcome = run(plan_of(recover_points=1, cooldown="10m"), frame, scores)
    assert [decision.reason for decision in outcome.decisions] == [Reason.COOLING_DOWN]


def test_every_reason_is_explained_in_the_docs() -> None:
    text = (Path(__file__).parents[3] / "docs" / "policy.md").read_text()
    assert [reason.value for reason in Reason if f"`{reason.value}`" not in text] == []


def test_an_episode_carries_what_was_seen_at_its_peak() -> None:
    plan = plan_of(severities=[{"severity": "warning", "score": 0.6}, {"severity": "critical", "score": 0.9}])
    frame, scores = frame_of([[0.1, 0.7, 0.95, 0.2]], [[1, 2, 0.5, 1]])
    opened, updated = (change.anomaly for change in run(plan, frame, scores).changes)
    assert (opened.severity, opened.direction, opened.started_ms) == (Severity.WARNING, Direction.UP, STEP_MS)
    assert (updated.severity, updated.direction) == (Severity.CRITICAL, Direction.DOWN)
    assert (updated.fingerprint, updated.started_ms) == (opened.fingerprint, opened.started_ms)
    assert (updated.evidence.actual, updated.evidence.score, updated.peak_score) == (0.5, 0.95, 0.95)
    assert "500 ms" in updated.evidence.sentence


def test_an_episode_ends_where_the_calm_began() -> None:
    frame, scores = frame_of([[0.7, 0.7, 0.1, 0.1, 0.1]])
    closed = run(plan_of(), frame, scores).changes[-1].anomaly
    assert closed.state is AnomalyState.RESOLVED
    assert (closed.ended_ms, closed.updated_ms) == (2 * STEP_MS, 4 * STEP_MS)


def test_a_burst_shown_once_stays_open_while_the_smooth_score_is_high() -> None:
    frame, scores = frame_of([[0.1, 0.7, 0.7, 0.7, 0.7, 0.1, 0.1, 0.1]])
    alert = np.array([[0, 0.7, 0, 0, 0, 0, 0, 0]], dtype=float)
    judged = Scores(scores.score, scores.expected, scores.lower, scores.upper, alert)
    assert kinds(run(plan_of(), frame, judged)) == [(OPENED, 1), (RESOLVED, 7)]


def test_strange_points_of_a_burst_that_is_told_once_are_counted() -> None:
    frame, calm = frame_of([[0.1] * 9])
    alert, lasting = (
        np.array([row], dtype=float)
        for row in ([0, 0.7, 0, 0, 0, 0.7, 0, 0, 0], [0, 0.7, 0, 0, 0, 0.7, 0.7, 0, 0])
    )
    judged = Scores(calm.score, calm.expected, calm.lower, calm.upper, alert, lasting)
    counting = plan_of(for_points=2, of_points=3, recover_points=2)
    assert kinds(run(counting, frame, judged)) == [(OPENED, 6), (RESOLVED, 8)]
    assert kinds(run(plan_of(recover_points=2), frame, judged))[0] == (OPENED, 1)
    assert [change.kind for change in run_live(counting, frame, judged, range(1, 10))] == [OPENED, RESOLVED]


def test_a_burst_that_is_told_once_is_over_when_it_is_calm_by_itself() -> None:
    frame, judged = burst_of([0, 0.9, *[0] * 12], lasting=[0, 0.9, *[0.55] * 7, *[0.1] * 5])
    assert kinds(run(plan_of(), frame, judged)) == [(OPENED, 1), (RESOLVED, 11)]
    live = run_live(plan_of(), frame, judged, range(1, 15))
    assert [change.kind for change in live] == [OPENED, RESOLVED]


def test_once_told_the_points_after_it_count_until_they_are_calm() -> None:
    frame, judged = burst_of([0, 0.9, 0, 0, 0], lasting=[0, 0.9, 0.55, 0.55, 0.1])
    assert kinds(run(plan_of(for_points=3, of_points=3), frame, judged)) == [(OPENED, 3)]
    untold = burst_of([0, 0.6, 0, 0, 0], lasting=[0, 0.6, 0.55, 0.55, 0.1])
    assert kinds(run(plan_of(for_points=3, of_points=3), *untold)) == []


def chased(values: Sequence[float], lasting: Sequence[float]) -> tuple[Frame, Scores]:
    """Make a burst whose algorithm expects each point to be nearly as the one before, as foresight does."""
    frame, judged = burst_of([0, lasting[1], *[0] * (len(lasting) - 2)], lasting)
    shown = np.array([values], dtype=float)
    expected = np.concatenate((shown[:, :1], shown[:, :-1]), axis=1)
    return (
        replace(frame, values=shown),
        Scores(judged.score, expected, expected, expected, judged.alert, judged.lasting),
    )


def test_a_change_that_is_foreseen_step_by_step_is_far_from_what_was_expected_when_it_began() -> None:
    values = [10, 12, 15, 19, 24, 30, 30, 30, *[30] * 12]
    frame, judged = chased(values, [0.1, *[0.8] * 19])
    plan = plan_of(min_deviation_ratio=0.5, for_points=3, of_points=5)
    assert kinds(run(plan, frame, judged))[0] == (OPENED, 7)
    (change, *_) = run_live(plan, frame, judged, range(1, len(values) + 1))
    assert (change.kind, change.anomaly.started_ms) == (OPENED, 2 * STEP_MS)
    small, scores = chased([10, 11, 12, 13, 13, 13, 13, 13], [0.1, *[0.8] * 7])
    assert kinds(run(plan, small, scores)) == []


def test_ticks_decide_on_a_deviation_as_one_look_at_everything_does() -> None:
    random = np.random.default_rng(4)
    values = 10 * np.exp(np.cumsum(random.normal(0, 0.25, 300)))
    frame, judged = chased(values.tolist(), random.choice([0.1, 0.55, 0.8, 0.9, 0.8], 300).tolist())
    plan = plan_of(min_deviation_ratio=0.4, for_points=2, of_points=3, recover_points=1)
    at_once = run(plan, frame, judged).changes
    live = run_live(plan, frame, judged, range(1, 301))
    assert len(at_once) > 10
    assert [(one.kind, one.anomaly.started_ms) for one in live] == [
        (one.kind, one.anomaly.started_ms) for one in at_once
    ]


def test_points_from_before_an_episode_that_are_seen_again_do_not_end_it() -> None:
    frame, judged = frame_of([[*[0.1] * 6, 0.7, 0.8]])
    (opened, peak) = run(plan_of(), frame, judged).changes
    again = advance(plan_of(), frame, judged, [peak.anomaly], -1)
    assert (opened.kind, again.changes) == (OPENED, ())


def test_what_was_no_news_opens_when_it_lasts() -> None:
    frame, judged = burst_of([0] * 9, lasting=[0, *[0.7] * 5, NAN, 0.7, 0.7])
    for rules in ({}, {"for_points": 2, "of_points": 3}):
        assert kinds(run(plan_of(**rules), frame, judged)) == [(OPENED, 7)]
        (change,) = run_live(plan_of(**rules), frame, judged, range(1, 10))
        assert (change.kind, change.anomaly.started_ms) == (OPENED, STEP_MS)
        assert change.anomaly.peak_score == change.anomaly.evidence.score == 0.7
    short = burst_of([0] * 9, lasting=[0, *[0.7] * 5, 0.4, 0.7, 0.7])
    assert kinds(run(plan_of(), *short)) == []


def test_anomaly_stays_open_while_source_is_down() -> None:
    frame, scores = frame_of([[0.7] + [NAN] * 3000, [0.7] + [NAN] * 3000])
    assert kinds(run(plan_of(), frame, scores)) == [(OPENED, 0), (OPENED, 0)]


def test_an_episode_of_a_series_that_is_gone_for_good_expires_while_others_go_on() -> None:
    frame, scores = frame_of([[0.7] + [NAN] * 90, [0.1] * 91])
    outcome = run(plan_of(expire_after="1h"), frame, scores)
    assert kinds(outcome) == [(OPENED, 0), (RESOLVED, 60)]
    assert outcome.changes[-1].reason == Reason.SERIES_GONE


def test_a_series_that_left_the_frame_keeps_its_episode() -> None:
    frame, scores = frame_of([[0.1] * 20, [0.1] * 20])
    before, judged = frame_of([[0.1] * 20, [0.7] * 20])
    opened = run(plan_of(), before, judged).changes[0].anomaly
    alone = frame.rows([0])
    calm = Scores(scores.score[:1], scores.expected[:1], scores.lower[:1], scores.upper[:1])
    assert advance(plan_of(), alone, calm, [opened], 10 * STEP_MS).changes == ()


rules_of_any_kind = st.fixed_dictionaries(
    {
        "threshold": st.just(0.6),
        "for_points": st.integers(1, 3),
        "of_points": st.integers(3, 5),
        "recover_points": st.integers(1, 4),
        "warm_up_points": st.integers(0, 3),
        "cooldown": st.sampled_from(["0s", "2m", "5m"]),
        "missing_data": st.sampled_from(["keep", "resolve", "alert"]),
        "expire_after": st.sampled_from(["0s", "4m"]),
        "direction": st.sampled_from(["both", "up"]),
    }
)
scores_of_any_kind = st.lists(
    st.lists(st.sampled_from([0.1, 0.5, 0.7, 0.9, NAN]), min_size=30, max_size=30), min_size=1, max_size=3
)


@settings(max_examples=150, deadline=None)
@given(rules=rules_of_any_kind, scores=scores_of_any_kind, ticks=st.sets(st.integers(1, 29)))
def test_tick_by_tick_is_the_same_as_all_of_history_at_once(
    rules: dict[str, object], scores: list[list[float]], ticks: set[int]
) -> None:
    plan = plan_of(**rules)
    values = np.where(np.isnan(scores), NAN, np.where(np.asarray(scores) == 0.7, 0.5, 2.0))
    frame, judged = frame_of(scores, values)
    live = run_live(plan, frame, judged, [*sorted(ticks), 30])
    assert repr(live) == repr(list(run(plan, frame, judged).changes))


@settings(max_examples=50, deadline=None)
@given(scores=scores_of_any_kind)
def test_missing_points_never_open_or_close_an_episode(scores: list[list[float]]) -> None:
    frame, judged = frame_of(scores)
    outcome = run(plan_of(), frame, judged)
    for change in outcome.changes:
        if change.kind is not UPDATED:
            row = frame.labels.index(change.anomaly.labels)
            assert np.isfinite(frame.values[row, change.anomaly.updated_ms // STEP_MS])


def test_the_sentence_of_a_long_episode_grows_with_few_updates() -> None:
    frame, scores = frame_of([[0.1, 0.9] + [0.7] * 100])
    changes = run(plan_of(), frame, scores).changes
    assert [change.reason for change in changes[1:]] == ["still_strange"] * 4
    lasted = [(change.anomaly.updated_ms - STEP_MS) // STEP_MS for change in changes]
    assert lasted == [0, 10, 20, 40, 80]
    last = changes[-1].anomaly
    assert ", for 1 h 21 min;" in last.evidence.sentence
    assert (last.peak_score, last.evidence.score, last.evidence.actual) == (0.9, 0.9, 2.0)


def test_a_range_with_one_bound_survives_being_stored() -> None:
    policy = PolicySpec.model_validate({"data_range": {"at_most": 1.5}})
    assert PolicySpec.model_validate_json(policy.model_dump_json()) == policy
    frame, scores = frame_of([[0.1, 0.7]])
    assert run(plan_of(**policy.model_dump(exclude_unset=True)), frame, scores).reasons == {"out_of_range": 1}
