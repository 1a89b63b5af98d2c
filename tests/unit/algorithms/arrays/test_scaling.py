import numpy as np

from barograph.algorithms.arrays.scaling import each_scaled, scale_by_window


def test_windows_are_scaled_clipped_and_gaps_lie_on_the_level() -> None:
    values = np.array([[10.0, 12.0, np.nan, 999.0]])
    ((_, windows),) = each_scaled(values, np.full((1, 1), 10.0), np.full((1, 1), 2.0), 4)
    assert windows[0, 0].tolist() == [0.0, 1.0, 0.0, 8.0]


def test_windows_before_the_beginning_are_filled_with_the_level() -> None:
    ((_, windows),) = each_scaled(np.array([[3.0, 4.0]]), np.zeros((1, 2)), np.ones((1, 2)), 3)
    assert windows[0].tolist() == [[0.0, 0.0, 3.0], [0.0, 3.0, 4.0]]


def test_a_window_gives_its_own_level_and_scale() -> None:
    values = np.tile([9.0, 11.0], 20)[np.newaxis]
    level, scale = scale_by_window(values, 20, 1)
    assert level[0, 0] == 10.0
    assert scale[0, 0] == 1.4826
