import numpy as np
import pytest

from barograph.algorithms.arrays.rolling import (
    fill_forward,
    finite_only,
    rolling_extreme,
    rolling_median_and_mad,
    rolling_quantiles,
    rolling_top,
)


@pytest.fixture
def values() -> np.ndarray:
    rng = np.random.default_rng(0)
    drawn = rng.standard_normal((5, 200)) + 1e6
    drawn[rng.uniform(size=drawn.shape) < 0.1] = np.nan
    return drawn


def test_median_and_mad_are_those_of_the_points_before(values: np.ndarray) -> None:
    counts, found = rolling_median_and_mad(values, 30, last=2)
    before = values[:, -31:-1]
    median = np.nanmedian(before, axis=1)
    assert counts[:, -1].tolist() == np.isfinite(before).sum(axis=1).tolist()
    assert found[:, -1, 0] == pytest.approx(median)
    assert found[:, -1, 1] == pytest.approx(np.nanmedian(np.abs(before - median[:, None]), axis=1))


def test_quantiles_are_those_of_the_points_before(values: np.ndarray) -> None:
    _, found = rolling_quantiles(values, 30, (0.25, 0.75))
    assert found[:, -1] == pytest.approx(np.nanquantile(values[:, -31:-1], [0.25, 0.75], axis=1).T)


def test_the_top_is_what_exceeds_the_others_before(values: np.ndarray) -> None:
    counts, threshold, excess, nearly_all = rolling_top(values, 30, 0.25, 0.9)
    before = np.sort(values[1, -31:-1])[: counts[1, -1]]
    top = int(np.ceil(0.25 * len(before)))
    assert threshold[1, -1] == before[-top - 1]
    assert excess[1, -1] == pytest.approx((before[-top:] - before[-top - 1]).sum())
    assert nearly_all[1, -1] == pytest.approx(np.quantile(before, 0.9))


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0), (3, 1)])
def test_empty_frames_have_empty_statistics(shape: tuple[int, int]) -> None:
    values = np.zeros(shape)
    assert rolling_median_and_mad(values, 8)[0].shape == shape


def test_infinite_and_unsquarable_values_are_gaps() -> None:
    assert np.isnan(finite_only(np.array([np.inf, -np.inf, 1e200, np.nan, 1.0]))).tolist() == [True] * 4 + [
        False
    ]


def test_short_gaps_are_filled_with_the_value_before_and_long_ones_in_part() -> None:
    values = np.array([[1.0, np.nan, np.nan, 4.0, np.nan]])
    assert fill_forward(values, 2).tolist() == [[1.0, 1.0, 1.0, 4.0, 4.0]]
    assert np.isnan(fill_forward(values, 1)[0, 2])


@pytest.mark.parametrize("points", [1, 2, 3, 7, 8, 100])
@pytest.mark.parametrize("last", [None, 0, 1, 5])
def test_extremes_are_those_of_each_window(points: int, last: int | None) -> None:
    rng = np.random.default_rng(points)
    values = np.where(rng.random((2, 60)) < 0.3, np.nan, rng.normal(0, 1, (2, 60)))
    wanted = 60 if last is None else last
    for is_largest, pick in ((True, np.fmax), (False, np.fmin)):
        found = rolling_extreme(values, points, last, is_largest=is_largest)
        assert found.shape == (2, wanted)
        for at in range(wanted):
            stop = 60 - wanted + at + 1
            expected = pick.reduce(values[:, max(0, stop - points) : stop], axis=1)
            assert np.array_equal(found[:, at], expected, equal_nan=True)
