import numpy as np
import pytest

from barograph.algorithms.auto.steps import Steps


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(0).normal(50, 5, (4, 300))


def test_a_step_leads_away_from_the_median_of_the_five_points_before(values: np.ndarray) -> None:
    steps = Steps.of(values)
    assert steps.expected[2, 200] == np.median(values[2, 195:200])
    assert steps.size[2, 200] == abs(values[2, 200] - steps.expected[2, 200])


def test_a_third_of_the_steps_before_exceed_the_threshold(values: np.ndarray) -> None:
    steps = Steps.of(values)
    assert (steps.size[:, 140:200] > steps.threshold[:, [200]]).sum(axis=1).tolist() == [20] * 4


def test_steps_are_small_where_a_series_only_drifts() -> None:
    """Its values spread over hundreds; a step of a hundred is strange all the same."""
    drift = np.arange(200.0)[np.newaxis] * 5 + np.random.default_rng(1).normal(0, 1, (1, 200))
    drift[0, 150] += 200
    surprise = Steps.of(drift).surprise()
    assert surprise[0, 150] > 5
    assert np.nanmax(surprise[0, 20:150]) < 4


def test_what_a_step_reaches_is_as_surprising_as_was_asked(values: np.ndarray) -> None:
    steps = Steps.of(values)
    values[:, 250] = steps.expected[:, 250] + steps.reach(5.0)[:, 250]
    assert Steps.of(values).surprise()[:, 250] == pytest.approx(5.0)


def test_the_last_points_are_measured_as_all_are(values: np.ndarray) -> None:
    values[1, 120:180] = np.nan
    values[2, 100] = np.inf
    some, whole = Steps.of(values[:, -170:], 100), Steps.of(values)
    for name in ("expected", "size", "threshold", "scale", "counts", "is_flat"):
        assert np.array_equal(getattr(some, name), getattr(whole, name)[:, -100:], equal_nan=True)


def test_a_series_that_hardly_moved_is_flat(values: np.ndarray) -> None:
    values[0] = 3.0
    values[0, 250] = 4.0
    is_flat = Steps.of(values).is_flat
    assert is_flat[0, 299]
    assert not is_flat[1:, 299].any()


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0), (3, 1)])
def test_what_has_no_past_has_no_steps(shape: tuple[int, int]) -> None:
    assert np.isnan(Steps.of(np.ones(shape)).size).all()
