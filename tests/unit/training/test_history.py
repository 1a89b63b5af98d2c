import numpy as np

from barograph.domain import Frame, Labels
from barograph.training.history import Exclusion, clean


def test_excluded_points_become_gaps_and_the_history_stays_as_it_was() -> None:
    history = Frame((Labels(a="1"), Labels(a="2")), np.arange(5) * 1000, np.arange(10.0).reshape(2, 5))
    exclusions = [
        Exclusion(1000, 2000, Labels(a="2")),
        Exclusion(4000, 9000),
        Exclusion(0, 4000, Labels(a="unknown")),
    ]
    cleaned = clean(history, exclusions)
    assert np.isnan(cleaned.values).tolist() == [
        [False, False, False, False, True],
        [False, True, True, False, True],
    ]
    assert not np.isnan(history.values).any()


def test_infinities_are_not_learnt() -> None:
    cleaned = clean(Frame.single(np.arange(3), np.array([1.0, np.inf, -np.inf])), [])
    assert np.isnan(cleaned.values).tolist() == [[False, True, True]]
