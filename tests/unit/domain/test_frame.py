import numpy as np
import pytest

from barograph.domain import Frame, Labels


def make_frame() -> Frame:
    return Frame((Labels(a="1"), Labels(a="2")), np.array([0, 1000, 2000]), np.arange(6.0).reshape(2, 3))


def test_arrays_are_read_only() -> None:
    frame = make_frame()
    with pytest.raises(ValueError, match="read-only"):
        frame.values[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        frame.timestamps[0] = 1


def test_making_a_frame_leaves_the_caller_his_array() -> None:
    values = np.zeros((1, 1))
    Frame((Labels(),), np.array([0]), values)
    values[0, 0] = 1


@pytest.mark.parametrize("timestamps", [[0, 0], [1, 0]])
def test_timestamps_that_do_not_increase_are_refused(timestamps: list[int]) -> None:
    with pytest.raises(ValueError, match="strictly increasing"):
        Frame.single(np.array(timestamps), np.zeros(2))


def test_a_shape_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        Frame((Labels(),), np.array([0]), np.zeros((2, 1)))


def test_slices() -> None:
    frame = make_frame()
    assert frame.tail(2).timestamps.tolist() == [1000, 2000]
    assert frame.tail(9).point_count == 3
    assert frame.between(1, 1000).timestamps.tolist() == [1000]
    assert frame.rows([1]).labels == (Labels(a="2"),)
    assert frame.step_ms == 1000
    assert Frame.empty().step_ms == 0
    assert Frame.empty().series_count == 0
