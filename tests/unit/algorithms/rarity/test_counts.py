import numpy as np
import pytest

from barograph.algorithms.rarity.counts import largest_usual, surprise_of_many, surprise_of_none

ONE = np.ones(1)


def test_a_count_up_to_its_rate_is_no_surprise() -> None:
    assert surprise_of_many(np.array([0.0, 3, 6]), 6 * np.ones(3), np.ones(3)).tolist() == [0, 0, 0]


@pytest.mark.parametrize(("rate", "count", "surprise"), [(1.0, 8, 4.99), (6.0, 20, 5.09), (50.0, 90, 6.54)])
def test_a_large_count_is_as_rare_as_the_poisson_law_says(rate: float, count: int, surprise: float) -> None:
    found = surprise_of_many(np.array([float(count)]), rate * ONE, ONE)[0]
    assert surprise - 1.2 < found <= surprise


def test_a_line_that_varies_more_surprises_less() -> None:
    wild = surprise_of_many(np.array([30.0]), 6 * ONE, 4 * ONE)[0]
    assert wild == pytest.approx(surprise_of_many(np.array([30.0]), 6 * ONE, ONE)[0] / 4)


def test_silence_is_rarer_the_longer_it_lasts() -> None:
    assert surprise_of_none(np.array([10.0]), 0.5 * ONE, ONE)[0] == pytest.approx(5 / np.log(10))


def test_infinite_counts_surprise_and_gaps_say_nothing() -> None:
    found = surprise_of_many(np.array([np.inf, np.nan]), np.ones(2), np.ones(2))
    assert found[0] > 8
    assert np.isnan(found[1])


def test_the_largest_usual_count_is_about_that_surprising() -> None:
    largest = largest_usual(5 * ONE, 20 * ONE, ONE)
    assert surprise_of_many(largest, 20 * ONE, ONE)[0] == pytest.approx(5, abs=0.7)
