import numpy as np

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
    assert np.isnan(scores.score[0, :8]).all()
    assert np.isfinite(scores.score[0, 8:]).all()


def test_where_nobody_is_known_a_newcomer_seldom_alerts_by_chance_and_surely_at_a_huge_spike() -> None:
    values = np.random.default_rng(1).normal(50, 5, size=(20, 700))
    values[:, 650] = 500.0
    alert = Newcomers().judge(values, 372, 10_000).signal
    assert (alert[:, 650] >= 0.625).all()
    assert _alarms(alert[:, :650]) < 13


def test_a_newcomer_among_bursty_series_is_as_calm_as_they_are() -> None:
    later = _bursty(3, 30, 800)
    assert _alarms(Newcomers().judge(later, 372, 10_000).signal) > 20
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
