import numpy as np
import pytest

from barograph.algorithms.arrays.trailing import run_lengths, trailing_mean, trailing_peak


@pytest.mark.parametrize("points", [1, 2, 3, 8, 50])
def test_a_trailing_mean_is_what_a_loop_finds(points: int) -> None:
    values = np.random.default_rng(0).normal(size=(3, 120))
    padded = np.pad(values, ((0, 0), (points - 1, 0)))
    by_hand = np.array([padded[:, at : at + points].mean(axis=1) for at in range(120)]).T
    assert np.allclose(trailing_mean(values, points), by_hand)


@pytest.mark.parametrize("points", [1, 7, 64, 372])
def test_a_trailing_peak_is_what_a_loop_finds_its_own_point_left_out(points: int) -> None:
    values = np.random.default_rng(1).normal(size=(2, 90))
    found = trailing_peak(values, points, decay=0.05)
    for at in range(1, 90):
        past = range(max(0, at - points), at)
        wanted = np.max([values[:, i] - 0.05 * (at - i) for i in past], axis=0)
        assert np.allclose(found[:, at], wanted)
    assert np.isneginf(found[:, 0]).all()


def test_a_moment_gets_the_same_bits_wherever_the_array_begins() -> None:
    values = np.random.default_rng(2).normal(size=(2, 300))
    for measure in (lambda part: trailing_mean(part, 50), lambda part: trailing_peak(part, 100, 0.01)):
        assert np.array_equal(measure(values)[:, -20:], measure(values[:, 100:])[:, -20:])


@pytest.mark.parametrize("columns", [40, 51, 52, 130, 400])
@pytest.mark.parametrize("last", [1, 2, 30])
def test_the_last_moments_alone_have_the_bits_that_all_of_them_have(columns: int, last: int) -> None:
    values = np.random.default_rng(3).normal(size=(4, columns))
    is_same = values > -1
    is_same[1, -60:] = True
    for whole, part in (
        (trailing_mean(values, 50), trailing_mean(values, 50, last)),
        (trailing_peak(values, 50, 0.01), trailing_peak(values, 50, 0.01, last)),
        (run_lengths(is_same, 25), run_lengths(is_same, 25, last)),
    ):
        assert np.array_equal(whole[:, -last:], part)


def test_runs_are_counted_from_the_last_change() -> None:
    is_same = np.array([[False, True, True, False, True, True, True]])
    assert run_lengths(is_same, 2).tolist() == [[0, 1, 2, 0, 1, 2, 2]]
