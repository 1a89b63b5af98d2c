import numpy as np

from barograph.domain import Verdict
from barograph.policy.learning import teachable
from tests.policy_tables import frame_of, plan_of, run

NAN = np.nan


def test_trainings_leave_out_the_points_of_an_episode_in_its_series_only() -> None:
    frame, scores = frame_of([[0.1, 0.9, 0.9, 0.1, 0.1, 0.1], [0.1] * 6])
    plan = plan_of()
    episodes = [change.anomaly for change in run(plan, frame, scores).changes][-1:]
    left = teachable(plan, frame, episodes)
    assert np.isnan(left.values).tolist() == [[False, True, True, False, False, False], [False] * 6]
    assert teachable(plan_of(freeze_learning=False), frame, episodes) is frame


def test_what_lasts_longer_than_the_freeze_is_the_new_normal() -> None:
    frame, scores = frame_of([[0.1] + [0.9] * 9])
    plan = plan_of(freeze_at_most="3m")
    opened = [run(plan, frame, scores).changes[0].anomaly]
    assert np.flatnonzero(np.isnan(teachable(plan, frame, opened).values[0])).tolist() == [1, 2, 3]


def test_trainings_leave_out_maintenance_and_excluded_times_but_not_seasons() -> None:
    def minutes(first: int, last: int) -> dict[str, str]:
        return {"first": f"1970-01-01T00:0{first}:00", "last": f"1970-01-01T00:0{last}:00"}

    frame, _ = frame_of([[0.1] * 9])
    plan = plan_of(
        exclude_from_training=[minutes(0, 2)],
        calendars=[
            {"name": "upgrade", "dates": [minutes(3, 4)]},
            {"name": "sale", "dates": [minutes(5, 6)], "threshold": 0.9},
            {"name": "known", "dates": [minutes(7, 8)], "is_taught": True},
        ],
    )
    assert np.flatnonzero(np.isnan(teachable(plan, frame, []).values[0])).tolist() == [0, 1, 3]


def test_maintenance_of_some_series_is_left_out_of_these_alone() -> None:
    dates = [{"first": "1970-01-01T00:02:00", "last": "1970-01-01T00:04:00"}]
    frame, _ = frame_of([[0.1] * 6] * 3)
    own = dict(frame.labels[1])
    matcher = [f'{name}="{value}"' for name, value in own.items()]
    plan = plan_of(calendars=[{"name": "upgrade", "dates": dates, "match": matcher}])
    left = np.isnan(teachable(plan, frame, []).values)
    assert np.flatnonzero(left[1]).tolist() == [2, 3]
    assert not left[[0, 2]].any()
    taught = plan_of(calendars=[{"name": "u", "dates": dates, "match": matcher, "is_taught": True}])
    assert teachable(taught, frame, []) is frame


def test_what_people_called_useful_or_expected_is_left_out_and_noise_is_learnt_from() -> None:
    frame, scores = frame_of([[0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1]])
    episode = run(plan_of(), frame, scores).changes[-1].anomaly

    def left_out(verdict: Verdict, **rules: object) -> list[int]:
        left = teachable(plan_of(**rules), frame, [episode], {episode.fingerprint: verdict})
        return np.flatnonzero(np.isnan(left.values[0])).tolist()

    assert left_out(Verdict.NOISE) == []
    for verdict in (Verdict.USEFUL, Verdict.EXPECTED):
        assert left_out(verdict, freeze_learning=False) == [1, 2, 3]
        assert left_out(verdict, freeze_at_most="1m") == [1, 2, 3]
