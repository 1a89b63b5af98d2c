import numpy as np
import pytest

from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, TwoTails, rate_of, score_of


def test_score_is_an_eighth_of_the_surprise_and_ends_at_one() -> None:
    assert score_of(np.array([0.0, 3.0, 5.0, 80.0])).tolist() == [0.0, 0.375, DEFAULT_THRESHOLD, 1.0]


@pytest.mark.parametrize(("score", "rate"), [(0.375, 1e-3), (0.5, 1e-4), (0.625, 1e-5)])
def test_rate_of_a_score_is_its_rarity(score: float, rate: float) -> None:
    assert rate_of(score) == pytest.approx(rate)


def test_both_sides_together_keep_the_rate() -> None:
    rng = np.random.default_rng(1)
    tails = TwoTails.fit(rng.standard_normal((200, 2_000)))
    surprise = tails.rows(np.arange(200)).surprise(rng.standard_normal((200, 2_000)))
    assert 0.0005 < np.mean(surprise >= 3) < 0.002


def test_band_ends_where_the_score_reaches_the_threshold() -> None:
    tails = TwoTails.fit(np.random.default_rng(1).gamma(2, size=(4, 2_000)) - 2).rows(np.arange(4))
    values, expected, scale = np.zeros((4, 1)), np.full((4, 1), 10.0), np.full((4, 1), 3.0)
    scores = tails.judge(values, expected, scale)
    for edge in (scores.lower, scores.upper):
        assert tails.judge(edge, expected, scale).score == pytest.approx(np.full((4, 1), DEFAULT_THRESHOLD))


def test_band_of_a_skewed_series_is_wider_on_its_long_side() -> None:
    tails = TwoTails.fit(np.random.default_rng(1).gamma(2, size=(1, 2_000)) - 2).rows(np.array([0]))
    scores = tails.judge(np.zeros((1, 1)), np.zeros((1, 1)), np.ones((1, 1)))
    assert scores.upper[0, 0] > -scores.lower[0, 0]
