"""The same score means the same rarity in every algorithm that is calibrated on history."""

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Frame, Labels

CALIBRATED = (
    "changepoint",
    "ewma",
    "forecast",
    "mad",
    "peers",
    "seasonal",
    "sliding_window",
    "threshold",
    "zscore",
)
SHAPES = {
    "normal": lambda rng, size: rng.standard_normal(size),
    "laplace": lambda rng, size: rng.laplace(size=size),
    "gamma": lambda rng, size: rng.gamma(2, size=size),
}
SERIES, JUDGED = 30, 1_500


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", CALIBRATED)
def test_one_calm_point_in_a_thousand_scores_three_eighths(name: str, shape: str) -> None:
    algorithm = Registry.installed().create(name)
    history = min(algorithm.history_points, 4_032)
    values = 100 + SHAPES[shape](np.random.default_rng(0), (SERIES, history + JUDGED))
    labels = tuple(Labels(row=str(row)) for row in range(SERIES))
    frame = Frame(labels, np.arange(history + JUDGED) * 300_000, values)
    scores = algorithm.score(algorithm.fit(frame.columns(0, history)), frame, last=JUDGED).score
    assert 0.0003 < np.mean(scores >= 0.375) < 0.003
    assert np.mean(scores >= 0.625) < 0.0004
