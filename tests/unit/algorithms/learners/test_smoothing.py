import numpy as np
import pytest

from barograph.algorithms.learners.smoothing import CANDIDATES, Smoother, choose_smoothers, smooth


def recursion(values: np.ndarray, smoother: Smoother, start: float) -> tuple[float, float]:
    level, trend = start, 0.0
    for value in values:
        before = level
        level = smoother.alpha * value + (1 - smoother.alpha) * (level + smoother.phi * trend)
        trend = smoother.beta * (level - before) + (1 - smoother.beta) * smoother.phi * trend
    return level, trend


@pytest.mark.parametrize("number", range(len(CANDIDATES)))
def test_weights_give_what_the_recursion_gives(number: int) -> None:
    values = 50 + np.cumsum(np.random.default_rng(0).normal(size=49))
    level, trend = smooth(values[np.newaxis], np.array([number]), 48, last=1)
    expected = recursion(values[:-1], CANDIDATES[number], values[:-1].mean())
    assert (level[0, 0], trend[0, 0]) == pytest.approx(expected)


def test_a_short_gap_is_filled_with_the_value_before_it() -> None:
    values = np.full((1, 60), 10.0)
    values[0, 20:24] = np.nan
    level, _ = smooth(values, np.array([5]), 48)
    assert level[0, 8:] == pytest.approx(np.full(52, 10.0))


def test_each_series_gets_the_smoother_with_least_error() -> None:
    rng = np.random.default_rng(0)
    noise, walk = rng.normal(size=900), np.cumsum(rng.normal(size=900))
    chosen = choose_smoothers(np.array([noise, walk]), 48)
    assert CANDIDATES[chosen[0]].alpha < CANDIDATES[chosen[1]].alpha


def test_a_damped_trend_levels_off_and_its_variance_grows() -> None:
    smoother = Smoother(0.4, 0.1, 0.9)
    steps = np.array([1.0, 10.0, 1_000.0])
    assert smoother.damping(steps)[-1] == pytest.approx(9.0)
    assert smoother.variance(steps)[0] == 1.0
    assert np.all(np.diff(smoother.variance(steps)) > 0)
