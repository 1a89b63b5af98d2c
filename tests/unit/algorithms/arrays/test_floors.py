import numpy as np
import pytest

from barograph.algorithms.arrays.floors import fit_floor, raise_to_floor, row_medians, spread_of


def test_medians_leave_gaps_out() -> None:
    values = np.array([[1.0, np.nan, 3.0], [np.nan] * 3])
    assert row_medians(values)[0] == 2.0
    assert np.isnan(row_medians(values)[1])


def test_spread_of_a_mostly_flat_series_is_not_zero() -> None:
    values = np.zeros((1, 100))
    values[0, :10] = 5.0
    assert spread_of(values)[0] == pytest.approx(5 * np.sqrt(0.1))


def test_floor_of_a_constant_series_is_a_hundredth_of_its_level() -> None:
    floor = fit_floor(np.array([[200.0] * 9, [np.nan] * 9]))
    assert floor[0] == 2.0
    assert np.isnan(floor[1:]).all()


def test_scale_of_an_unknown_series_is_raised_to_a_part_of_its_level() -> None:
    expected, scale = np.full((2, 1), 500.0), np.zeros((2, 1))
    assert raise_to_floor(expected, scale, np.array([np.nan, 7.0])).tolist() == [[0.5], [7.0]]
