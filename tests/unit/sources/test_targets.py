import numpy as np

from barograph.domain import Frame, Labels
from barograph.sources.targets import Targets

NAN = np.nan
UP = Frame(
    (Labels(job="api", instance="a"), Labels(job="api", instance="b"), Labels(job="db", instance="c")),
    np.array([0, 10, 20, 30]),
    np.array([[1, 0, 0, 1], [1, 1, 0, NAN], [NAN, 0, NAN, NAN]]),
)


def find_down(labels: Labels, *times: int) -> list[bool]:
    down: list[bool] = Targets(UP).find_down([labels], np.array(times))[0].tolist()
    return down


def test_a_series_is_down_where_every_target_of_it_is() -> None:
    assert find_down(Labels(job="api", instance="a", path="/"), 0, 10, 20, 30) == [False, True, True, False]
    assert find_down(Labels(job="api"), 0, 10, 20, 30) == [False, False, True, False]


def test_a_target_that_is_not_there_says_nothing() -> None:
    assert find_down(Labels(job="db"), 0, 10, 20, 30) == [False, True, False, False]


def test_a_series_without_a_target_is_never_down() -> None:
    assert find_down(Labels(path="/"), 10, 20) == [False, False]
    assert find_down(Labels(job="other"), 10, 20) == [False, False]


def test_moments_without_an_answer_are_not_down() -> None:
    assert find_down(Labels(job="api"), 15, 20, 40) == [False, True, False]
    assert not Targets().find_down([Labels(job="api")], np.array([20])).any()


def test_a_shorter_range_gives_the_same_answer() -> None:
    short = Targets(UP.columns(2))
    for labels in UP.labels:
        assert short.find_down([labels], UP.timestamps[2:]).tolist() == [find_down(labels, 20, 30)]
