import numpy as np

from barograph.algorithms.auto.counters import find_counters, find_fallen, look_back, read_steps
from barograph.domain import Labels


def _counter_and_gauge() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.vstack([np.cumsum(rng.poisson(5, 400)), rng.normal(50, 5, 400)]).astype(float)


def test_a_counter_is_told_from_a_gauge_even_with_a_reset_and_gaps() -> None:
    values = _counter_and_gauge()
    values[0, 200:] -= values[0, 200]
    values[:, 50:60] = np.nan
    assert find_counters(values, [Labels()] * 2).tolist() == [True, False]


def test_a_series_that_never_moves_is_no_counter() -> None:
    assert not find_counters(np.ones((1, 400)), [Labels()]).any()


def test_a_counter_is_read_as_steps_and_its_reset_as_a_gap() -> None:
    values = np.array([[1.0, 3.0, 3.0, 0.0, 4.0], [1.0, 3.0, 3.0, 0.0, 4.0]])
    read = read_steps(values, np.array([True, False]), np.array([False, False]))
    assert np.array_equal(read[0], [np.nan, 2.0, 0.0, np.nan, 4.0], equal_nan=True)
    assert np.array_equal(read[1], values[1])


def test_what_is_named_as_a_gauge_is_none() -> None:
    values = np.repeat(_counter_and_gauge()[:1], 3, axis=0)
    names = ("node_filesystem_used_bytes", "http_requests_total", "rpc_duration_seconds_count")
    assert find_counters(values, [Labels(__name__=name) for name in names]).tolist() == [False, True, True]


def test_the_time_since_the_last_success_is_no_counter() -> None:
    age = np.arange(1_500) % 288 * 300.0
    restarts = np.cumsum(np.full(1_500, 7.0))
    for at in (90, 300, 1_200):
        restarts[at:] -= restarts[at]
    assert find_counters(np.array([age, restarts]), [Labels()] * 2).tolist() == [False, True]


def test_what_falls_for_the_first_time_but_does_not_begin_again_has_lost_something() -> None:
    values, is_counter = np.array([[90.0, 91.0, 45.0, 46.0, 3.0]] * 2), np.array([True, True])
    read = read_steps(values, is_counter, has_fallen=np.array([False, True]))
    assert np.array_equal(read[0], [np.nan, 1.0, -46.0, 1.0, np.nan], equal_nan=True)
    assert np.array_equal(read[1], [np.nan, 1.0, np.nan, 1.0, np.nan], equal_nan=True)
    assert find_fallen(np.array([[1.0, np.nan, 2.0, 2.0], [3.0, 2.0, 4.0, 5.0]])).tolist() == [False, True]


def test_what_was_counted_during_a_gap_is_shared_out() -> None:
    read = read_steps(
        np.array([[10.0, 12.0, np.nan, np.nan, 18.0, 20.0]]), np.array([True]), np.array([False])
    )
    assert np.array_equal(read, [[np.nan, 2.0, np.nan, np.nan, 2.0, 2.0]], equal_nan=True)


def test_the_last_known_value_is_carried_over_a_short_gap_only() -> None:
    values = np.full((1, 40), np.nan)
    values[0, 0] = 7.0
    before, points = (one[0] for one in look_back(values))
    assert np.isnan(before[0])
    assert before[1] == before[12] == 7.0
    assert points[1:13].tolist() == list(range(1, 13))
    assert np.isnan(before[20])
    assert np.isnan(points[20])
