import numpy as np

from barograph.algorithms.auto.counters import find_counters, read_steps, values_before


def _counter_and_gauge() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.vstack([np.cumsum(rng.poisson(5, 400)), rng.normal(50, 5, 400)]).astype(float)


def test_a_counter_is_told_from_a_gauge_even_with_a_reset_and_gaps() -> None:
    values = _counter_and_gauge()
    values[0, 200:] -= values[0, 200]
    values[:, 50:60] = np.nan
    assert find_counters(values).tolist() == [True, False]


def test_a_series_that_never_moves_is_no_counter() -> None:
    assert not find_counters(np.ones((1, 400))).any()


def test_a_counter_is_read_as_steps_and_its_reset_as_a_gap() -> None:
    values = np.array([[1.0, 3.0, 3.0, 0.0, 4.0], [1.0, 3.0, 3.0, 0.0, 4.0]])
    read = read_steps(values, np.array([True, False]))
    assert np.array_equal(read[0], [np.nan, 2.0, 0.0, np.nan, 4.0], equal_nan=True)
    assert np.array_equal(read[1], values[1])


def test_the_value_before_is_carried_over_a_short_gap_only() -> None:
    values = np.full((1, 40), np.nan)
    values[0, 0] = 7.0
    before = values_before(values)[0]
    assert np.isnan(before[0])
    assert before[1] == before[12] == 7.0
    assert np.isnan(before[20])
