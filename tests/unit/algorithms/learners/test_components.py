import numpy as np
import pytest

from barograph.algorithms.learners.components import Components, covariances_of


def draw(points: int = 4_000) -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.sin(2 * np.pi * np.arange(points) / 10) + rng.normal(0, 0.2, (1, points))


def fit(values: np.ndarray, count: int = 3) -> Components:
    zero, one = np.zeros(values.shape), np.ones(values.shape)
    return Components.fit(covariances_of(values, zero, one, 10), count)


def test_two_directions_hold_a_sine_and_the_rest_is_noise() -> None:
    components = fit(draw())
    assert components.strength[0, -2:].min() > 1
    assert components.noise[0] == pytest.approx(0.04, rel=0.2)


def test_distance_is_about_one_for_calm_windows_and_larger_for_a_spike() -> None:
    values = draw()
    values[0, -1] += 3
    likeness = fit(draw()).compare(values, np.zeros((1, 200)), np.ones((1, 200)))
    assert np.median(likeness.distance[0, :-1]) == pytest.approx(1.0, abs=0.2)
    assert likeness.distance[0, -1] > 2 * likeness.distance[0, :-1].max()


def test_the_expected_value_is_what_leaves_the_least_distance() -> None:
    components, values = fit(draw()), draw(300)
    level, scale = np.zeros((1, 1)), np.ones((1, 1))
    found = components.compare(values, level, scale)
    for shift in (-0.1, 0.1):
        other = values.copy()
        other[0, -1] = found.expected[0, 0] + shift
        distance = components.compare(other, level, scale).distance[0, 0]
        assert distance**2 == pytest.approx(found.least[0, 0] ** 2 + shift**2 * found.precision[0, 0])


def test_too_short_a_history_knows_nothing_and_does_not_fail() -> None:
    assert np.array_equal(
        covariances_of(np.ones((1, 4)), np.zeros((1, 4)), np.ones((1, 4)), 10)[0], np.eye(10)
    )
