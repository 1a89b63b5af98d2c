import numpy as np

from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import Scores


def test_the_band_holds_what_is_expected_and_what_is_unknown_stays_so() -> None:
    expected = np.array([[1.0, 5.0, 9.0, np.nan, 7.0]])
    lower, upper = np.array([[2.0, 2.0, np.nan, 2.0, np.nan]]), np.array([[6.0, 6.0, 6.0, 6.0, np.nan]])
    scores = Scores(np.zeros((1, 5)), expected, lower, upper)
    np.testing.assert_array_equal(scores.expected, [[2.0, 5.0, 6.0, np.nan, 7.0]])
    np.testing.assert_array_equal(expected, [[1.0, 5.0, 9.0, np.nan, 7.0]])


def test_who_was_always_off_to_one_side_expects_the_nearer_end_of_the_band() -> None:
    tails = TwoTails.fit(5.0 + np.random.default_rng(0).normal(0, 0.1, (1, 500))).rows(np.array([0]))
    scores = tails.judge(np.array([[15.0]]), np.array([[10.0]]), np.ones((1, 1)))
    assert 10.0 < scores.lower[0, 0] == scores.expected[0, 0] < scores.upper[0, 0]
