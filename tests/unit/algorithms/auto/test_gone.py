import numpy as np
import pytest

from barograph.algorithms.auto.gone import Gone, count_gone, gone_surprise

ALARMING = 5.0


def _series(before: int, zeros: int) -> np.ndarray:
    return np.concatenate([np.full(before, 20.0), np.zeros(zeros)])[np.newaxis]


def test_a_series_that_never_was_0_is_gone_with_the_third_point_that_is() -> None:
    surprise = gone_surprise(_series(100, 5))[0]
    assert (surprise[:100] == 0).all()
    assert surprise[101] < ALARMING <= surprise[102] < surprise[103]


@pytest.mark.parametrize("before", [10, 39])
def test_a_series_that_is_hardly_known_is_not_missed(before: int) -> None:
    assert (gone_surprise(_series(before, 10)) == 0).all()


@pytest.mark.parametrize("since", [60, 20])
def test_a_series_that_was_0_lately_is_not_gone(since: int) -> None:
    values = _series(100, 40)
    values[0, 100 - since] = 0
    assert (gone_surprise(values)[0, 100:] == 0).all()


def test_the_last_points_are_judged_as_all_are() -> None:
    values = np.where(np.random.default_rng(0).random((5, 400)) < 0.01, 0.0, 7.0)
    values[1, 200:230] = 0
    values[2, 350:] = np.nan
    assert np.array_equal(gone_surprise(values, 90), gone_surprise(values)[:, -90:])


def test_each_time_counts_once() -> None:
    assert count_gone(np.concatenate([_series(150, 9), _series(150, 2), _series(150, 40)], axis=1)) == 2


def _known(*least: float, is_counter: bool = False) -> Gone:
    history = np.random.default_rng(0).uniform(1, 2, (len(least), 1_000)) * np.array(least)[:, np.newaxis]
    return Gone.fit(history, np.full(len(least), is_counter))


def test_a_known_series_is_gone_with_the_second_point_near_0() -> None:
    surprise = _known(20.0).surprise(np.array([[20.0, 15.0, 0.5, 0.0, 0.1, 20.0]]), 6)[0]
    assert surprise.tolist() == pytest.approx([0, 0, 3, 6, 8, 0])


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [-1.0, -1.0, -1.0], [np.nan, np.nan, np.nan]])
def test_a_series_that_was_at_0_or_below_is_never_gone(values: list[float]) -> None:
    assert (_known(0.0).surprise(np.array([values]), 3) == 0).all()
    assert (_known(-5.0).surprise(np.array([values]), 3) == 0).all()


def _with_outages(*lengths: int, level: float = 20.0) -> Gone:
    history = level * np.random.default_rng(0).uniform(1, 2, (1, 2_000))
    for number, length in enumerate(lengths):
        history[0, 300 * number + 100 : 300 * number + 100 + length] = 0
    return Gone.fit(history, np.array([False]))


@pytest.mark.parametrize("lengths", [(40,), (1, 60)])
def test_an_outage_or_two_in_history_hide_no_other(lengths: tuple[int, ...]) -> None:
    assert _with_outages(*lengths).surprise(np.zeros((1, 2)), 2)[0, 1] >= ALARMING


@pytest.mark.parametrize("lengths", [(120,), (1, 1, 1)])
def test_what_was_0_for_long_or_often_is_not_gone_when_it_is_again(lengths: tuple[int, ...]) -> None:
    assert (_with_outages(*lengths).surprise(np.zeros((1, 9)), 9) == 0).all()


def test_what_comes_near_0_by_itself_is_not_gone_where_it_was_0() -> None:
    history = np.random.default_rng(0).exponential(5.0, (1, 2_000))
    history[0, 700] = 0.0
    assert (Gone.fit(history, np.array([False])).surprise(np.zeros((1, 9)), 9) == 0).all()


def test_neither_a_counter_nor_a_negative_value_is_gone() -> None:
    assert (_known(20.0, is_counter=True).surprise(np.zeros((1, 3)), 3) == 0).all()
    assert (_known(20.0).surprise(np.full((1, 3), -3.0), 3) == 0).all()


def test_what_was_learnt_survives_its_arrays() -> None:
    values = np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    known = _known(20.0, 0.0)
    again = Gone.from_arrays(known.to_arrays()).rows(np.array([1, 0]))
    assert np.array_equal(again.surprise(values, 2), known.surprise(values, 2)[::-1])
