import numpy as np
import pytest

from barograph.algorithms.changepoint import Changepoint
from barograph.domain import Frame
from barograph.errors import ValidationFailed


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(1).normal(50, 2, 4_600)


def judge(values: np.ndarray) -> np.ndarray:
    frame = Frame.single(np.arange(len(values)) * 60_000, values)
    algorithm = Changepoint()
    return algorithm.score(algorithm.fit(frame.columns(0, 4_200)), frame, last=300).score[0]


def test_a_lasting_step_of_two_deviations_is_found_within_an_hour(values: np.ndarray) -> None:
    values[-100:] += 4
    scores = judge(values)
    assert scores[:195].max() < 0.625
    assert scores[-100:-40].max() > 0.625


def test_a_slow_drift_is_found(values: np.ndarray) -> None:
    values[-200:] += np.linspace(0, 10, 200)
    assert judge(values)[-60:].max() > 0.625


def test_the_new_level_becomes_normal_once_it_fills_the_window(values: np.ndarray) -> None:
    values[-280:] += 4
    assert judge(values)[-20:].max() < 0.5


def test_a_window_that_is_no_power_of_two_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="power of two"):
        Changepoint(window=100)
