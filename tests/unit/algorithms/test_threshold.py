import numpy as np
import pytest

from barograph.algorithms.threshold import Threshold
from barograph.domain import Frame
from barograph.errors import ValidationFailed

HISTORY = Frame.single(np.arange(1_500) * 60_000, np.random.default_rng(0).normal(50, 2, 1_500))


def judge(algorithm: Threshold, *values: float) -> list[float]:
    window = Frame.single(np.arange(len(values)) * 60_000, np.array(values))
    return algorithm.score(algorithm.fit(HISTORY), window).score[0].tolist()


def test_a_given_bound_is_all_that_counts() -> None:
    assert judge(Threshold(upper=90), 89.9, 90.1, -500, np.inf) == [0, 1, 0, 1]
    assert judge(Threshold(lower=10, upper=90), 9, 50) == [1, 0]


def test_a_gap_has_no_score() -> None:
    assert np.isnan(judge(Threshold(upper=90), np.nan)[0])


def test_bounds_that_are_not_given_are_learnt() -> None:
    calm, high, low = judge(Threshold(), 51, 75, 25)
    assert calm < 0.2
    assert min(high, low) > 0.625


def test_a_given_bound_needs_no_history() -> None:
    assert Threshold(upper=1).history_points == 0
    assert Threshold().history_points > 0


def test_bounds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationFailed, match="less than"):
        Threshold(lower=9, upper=1)
