import numpy as np

from barograph.algorithms.auto.repeats import Repeats


def _calm(points: int = 4_000) -> np.ndarray:
    return np.abs(np.random.default_rng(0).normal(size=(1, points)))


def test_what_came_back_three_times_is_as_rare_as_that_and_what_is_far_beyond_is_not_held_down() -> None:
    values = _calm()
    values[0, [500, 1_700, 2_900]] = 9.0
    most = Repeats.fit(values).most(np.array([[9.0, 60.0]]))[0]
    assert 2.5 < most[0] < 3.5
    assert most[1] > 6


def test_one_burst_of_many_points_has_not_come_back() -> None:
    values = _calm()
    values[0, 2_000:2_060] = 9.0
    assert Repeats.fit(values).most(np.array([[9.0]]))[0, 0] > 4


def test_a_short_history_tells_nothing() -> None:
    assert np.isinf(Repeats.fit(_calm(1_000)).most(np.array([[1.0]]))).all()


def test_repeats_survive_their_arrays() -> None:
    repeats = Repeats.fit(np.abs(np.random.default_rng(1).normal(size=(5, 3_000))))
    again = Repeats.from_arrays(repeats.to_arrays("jump"), "jump")
    values = np.linspace(0, 9, 50)[np.newaxis, :].repeat(5, axis=0)
    assert np.array_equal(repeats.most(values), again.most(values))
