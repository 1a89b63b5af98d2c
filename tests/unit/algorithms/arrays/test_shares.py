import numpy as np

from barograph.algorithms.arrays.shares import shares_of


def test_gaps_are_left_out_of_a_share() -> None:
    values = np.array([[3.0, np.nan, 1.0, 2.0], [np.nan, np.nan, np.nan, 5.0]])
    assert shares_of(values, (0.5, 1.0)).tolist() == [[2.0, 3.0], [5.0, 5.0]]


def test_a_share_of_nothing_is_zero() -> None:
    assert shares_of(np.full((2, 3), np.nan), (0.9,)).tolist() == [[0.0], [0.0]]
    assert shares_of(np.empty((2, 0)), (0.9,)).tolist() == [[0.0], [0.0]]
