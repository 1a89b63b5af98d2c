import numpy as np
import pytest

from barograph.config.matchers import Matcher
from barograph.domain import Frame, Labels, Scores
from barograph.engine.choosing import rows_that_match, strangest_first

PODS = Frame(
    (Labels(pod="web-1", zone="a"), Labels(pod="web-2"), Labels(pod="db-1", zone="b")),
    np.array([0]),
    np.zeros((3, 1)),
)


@pytest.mark.parametrize(
    ("conditions", "rows"),
    [
        ([], [0, 1, 2]),
        (['pod="web-1"'], [0]),
        (['pod!="web-1"'], [1, 2]),
        (['pod=~"web-.*"'], [0, 1]),
        (['pod=~"web"'], []),
        (['pod!~"web-.*"'], [2]),
        (['zone=""'], [1]),
        (['pod=~"web-.*"', 'zone="a"'], [0]),
    ],
)
def test_series_meet_all_conditions(conditions: list[str], rows: list[int]) -> None:
    assert rows_that_match(PODS, [Matcher.parse(one) for one in conditions]) == rows


def test_the_strangest_point_of_each_series_decides() -> None:
    score = np.array([[0.1, 0.2], [np.nan, np.nan], [0.9, 0.0], [0.2, 0.2]])
    assert strangest_first(Scores(score, score, score, score)) == [2, 0, 3, 1]
    alert = np.array([[0.8, 0.2], [0.0, 0.0], [0.1, 0.0], [0.2, 0.9]])
    assert strangest_first(Scores(score, score, score, score, alert)) == [3, 0, 2, 1]


def test_without_points_or_series_nothing_is_strange() -> None:
    for shape in ((0, 0), (0, 3), (2, 0)):
        nothing = np.empty(shape)
        assert strangest_first(Scores(nothing, nothing, nothing, nothing)) == list(range(shape[0]))
