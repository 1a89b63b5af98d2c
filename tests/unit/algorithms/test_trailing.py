import numpy as np
import pytest

from barograph.algorithms.trailing import run_lengths, trailing_mean, trailing_peak


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


def test_runs_are_counted_from_the_last_change() -> None:
    is_same = np.array([[False, True, True, False, True, True, True]])
    assert run_lengths(is_same, 2).tolist() == [[0, 1, 2, 0, 1, 2, 2]]
