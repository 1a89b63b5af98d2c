import numpy as np

from barograph.algorithms.newcomers import judge_newcomers


def test_a_newcomer_is_unknown_until_a_few_points_are_there() -> None:
    scores = judge_newcomers(np.random.default_rng(0).normal(size=(1, 50)), 372)
    assert np.isnan(scores.score[0, :8]).all()
    assert np.isfinite(scores.score[0, 8:]).all()


def test_a_newcomer_seldom_alerts_by_chance_and_surely_at_a_huge_spike() -> None:
    values = np.random.default_rng(1).normal(50, 5, size=(20, 700))
    values[:, 650] = 500.0
    alert = judge_newcomers(values, 372).signal
    assert (alert[:, 650] >= 0.625).all()
    assert np.mean(np.nan_to_num(alert[:, :650]) >= 0.625) < 0.001
