import numpy as np

from barograph.algorithms.features.clock import Clock, ClockReader
from barograph.algorithms.features.declared import FeatureSet
from barograph.domain import Frame


def test_each_window_ends_with_its_moment_and_begins_with_zeros_where_nothing_is_known() -> None:
    frame = Frame.single(np.arange(10) * 3_600_000, np.zeros(10))
    shown = FeatureSet.parse(["hour"]).compute(frame)[0]
    windows = Clock.parse(("hour",), "UTC").windows(frame, points=4, last=8)
    assert windows.shape == (8, 4, 2)
    for place, moment in enumerate(range(2, 10)):
        known = shown[max(0, moment - 3) : moment + 1]
        assert np.array_equal(windows[place][-len(known) :], known)
    assert not windows[0][0].any()
    assert np.array_equal(ClockReader(windows, np.array([7, 0]))(slice(0, 1))[0], windows[7])


def test_without_features_or_moments_there_is_nothing_to_read() -> None:
    frame = Frame.single(np.arange(3), np.zeros(3))
    assert Clock.parse((), "UTC").windows(frame, 4, 3).shape == (3, 4, 0)
    assert Clock.parse(("hour",), "UTC").windows(frame, 5, 0).shape == (0, 5, 2)
