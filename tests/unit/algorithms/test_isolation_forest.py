import numpy as np
import pytest

from barograph.algorithms.isolation_forest import IsolationForest
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed

POINTS = 2_200


def shop(instances: int = 6) -> Frame:
    """Errors of an instance go up and down with its traffic."""
    rng = np.random.default_rng(0)
    labels, rows = [], []
    for number in range(instances):
        traffic = rng.normal(0, 1, POINTS)
        for name, values in (("requests", traffic), ("errors", traffic + rng.normal(0, 0.1, POINTS))):
            labels.append(Labels(__name__=name, instance=str(number)))
            rows.append(values)
    return Frame(tuple(labels), np.arange(POINTS) * 60_000, np.array(rows))


def test_a_rare_combination_of_common_values_shows_only_when_metrics_are_joined() -> None:
    frame = shop()
    values = frame.values.copy()
    values[0, -1], values[1, -1] = 1.8, -1.8
    changed = frame.with_values(values)
    scores = {}
    for by in ((), ("instance",)):
        algorithm = IsolationForest(features=("value",), by=by, sample=1_024)
        scores[by] = algorithm.score(algorithm.fit(frame.columns(0, 2_000)), changed, last=1).score[0, 0]
    assert scores[("instance",)] > scores[()] + 0.05


def test_a_strange_moment_is_explained_by_the_feature_that_moved() -> None:
    frame = shop()
    values = frame.values.copy()
    values[2, -1] += 12
    algorithm = IsolationForest(features=("value", "std:12"))
    model = algorithm.fit(frame.columns(0, 2_000))
    assert algorithm.score(model, frame.with_values(values), last=1).score[2, 0] > 0.6
    explained = algorithm.explain(model, frame.with_values(values), series=2, point=POINTS - 1)
    features = explained["features"]
    assert isinstance(features, dict)
    assert max(features.values()) > 0


def test_a_history_that_is_too_large_is_refused_with_numbers_and_the_way_out() -> None:
    with pytest.raises(ValidationFailed, match=r"26,400 values.*raise `max_values`") as refused:
        IsolationForest(max_values=1_000).fit(shop())
    assert refused.value.detail["parameter"] == "max_values"


def test_a_wrong_feature_is_refused_when_the_algorithm_is_made() -> None:
    with pytest.raises(ValidationFailed, match="is no feature"):
        IsolationForest(features=("median:5",))
