import numpy as np
import pytest

from barograph.algorithms.auto.newcomers import Newcomers


def _bursty(seed: int, rows: int, points: int) -> np.ndarray:
    """Return counts that are mostly 0: small distances are far in scales, so chance looks like a burst."""
    rng = np.random.default_rng(seed)
    counts: np.ndarray = rng.poisson(0.05, (rows, points)) * rng.exponential(3, (rows, points))
    return counts


def _alarms(scores: np.ndarray) -> int:
    return int((np.nan_to_num(scores) >= 0.625).sum())


def test_a_newcomer_is_unknown_until_a_few_points_are_there() -> None:
    scores = Newcomers().judge(np.random.default_rng(0).normal(size=(1, 50)), 372, 10_000)
    assert np.isnan(scores.score[0, :9]).all()
    assert np.isfinite(scores.score[0, 9:]).all()


def test_where_nobody_is_known_a_newcomer_seldom_alerts_by_chance_and_surely_at_a_huge_spike() -> None:
    values = np.random.default_rng(1).normal(50, 5, size=(20, 700))
    values[:, 650] = 500.0
    alert = Newcomers().judge(values, 372, 10_000).signal
    assert (alert[:, 650] >= 0.625).all()
    assert _alarms(alert[:, :650]) < 13


@pytest.mark.parametrize("noise", [0.03, 0.1])
def test_traffic_that_is_gone_is_told_while_it_lasts(noise: float) -> None:
    points = np.arange(200)
    values = (
        200 * (1 + 0.6 * np.sin(points / 50)) * np.exp(np.random.default_rng(2).normal(0, noise, (10, 200)))
    )
    values[:, 150:190] = 0.0
    scores = Newcomers().judge(values, 372, 10_000)
    assert _alarms(scores.signal[:, :150]) == 0
    assert (scores.signal[:, 150:153] >= 0.625).any(axis=1).all()
    assert _alarms(scores.signal[:, 155:190]) == 0
    assert (scores.lasting[:, 152:180] >= 0.625).all()


def test_a_rhythm_does_not_hide_a_step() -> None:
    values = 200 * (1 + 0.6 * np.sin(np.arange(200) / 25)) + np.random.default_rng(5).normal(0, 3, (10, 200))
    values[:, 150] *= 2
    alert = Newcomers().judge(values, 372, 10_000).signal
    assert (alert[:, 150] >= 0.625).all()
    assert _alarms(alert[:, :150]) == 0


def test_a_series_that_hardly_moves_does_not_alert_when_it_does() -> None:
    replicas = np.full((1, 200), 5.0)
    replicas[0, 120:] = 6.0
    assert _alarms(Newcomers().judge(replicas, 372, 10_000).signal) == 0
    assert _alarms(Newcomers().judge(_bursty(3, 30, 800), 372, 10_000).signal) <= 3


def test_among_series_that_fall_to_0_as_a_habit_that_is_none_of_notice() -> None:
    jobs = np.where(np.arange(4_000) % 300 < 120, 0.0, 50.0) + np.zeros((5, 1))
    assert _alarms(Newcomers.fit(jobs).judge(jobs[:, :500], 372, 10_000).signal) == 0


def test_a_newcomer_among_bursty_series_is_as_calm_as_they_are() -> None:
    later = _bursty(3, 30, 800)
    assert _alarms(Newcomers.fit(_bursty(2, 30, 2_000)).judge(later, 372, 10_000).signal) <= 2


def test_a_newcomer_among_calm_series_still_alerts_at_a_spike() -> None:
    rng = np.random.default_rng(4)
    known = Newcomers.fit(rng.normal(50, 5, (20, 2_000)))
    later = rng.normal(50, 5, (1, 300))
    later[0, 200] = 150.0
    alert = known.judge(later, 372, 10_000).signal
    assert alert[0, 200] >= 0.625
    assert _alarms(alert) == 1


def test_newcomers_survive_their_arrays() -> None:
    known, values = Newcomers.fit(_bursty(5, 10, 1_000)), _bursty(6, 2, 300)
    again = Newcomers.from_arrays(known.to_arrays())
    for name in ("score", "lower", "upper", "alert"):
        mine, other = (getattr(one.judge(values, 372, 300), name) for one in (known, again))
        assert np.array_equal(mine, other, equal_nan=True)
    assert Newcomers.fit(values[:, :50]).to_arrays() == {}
