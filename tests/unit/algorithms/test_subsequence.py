import numpy as np
import pytest

from barograph.algorithms.subsequence import Subsequence
from barograph.domain import Frame, Labels


@pytest.fixture
def frame() -> Frame:
    rng = np.random.default_rng(0)
    values = 50 + 10 * np.sin(2 * np.pi * np.arange(2_300) / 24) + rng.normal(0, 1, (2, 2_300))
    return Frame((Labels(row="a"), Labels(row="b")), np.arange(2_300) * 300_000, values)


def judge(frame: Frame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    algorithm = Subsequence()
    scores = algorithm.score(algorithm.fit(frame.columns(0, 2_000)), frame, last=200)
    return scores.score[0], scores.lower[0], scores.upper[0]


def test_a_flat_line_amid_a_rhythm_is_strange_though_its_value_is_common(frame: Frame) -> None:
    values = frame.values.copy()
    values[0, -60:-30] = 50
    scores, _, _ = judge(frame.with_values(values))
    assert scores[:135].max() < 0.625
    assert scores[-55:-30].max() > 0.625


def test_a_doubled_rhythm_is_strange(frame: Frame) -> None:
    values = frame.values.copy()
    values[0, -60:] = 50 + 10 * np.sin(2 * np.pi * np.arange(60) / 12)
    assert judge(frame.with_values(values))[0][-40:].max() > 0.625


def test_the_band_follows_the_rhythm_and_holds_the_calm_points(frame: Frame) -> None:
    scores, lower, upper = judge(frame)
    calm = frame.values[0, -200:][scores < 0.625]
    assert np.all((lower <= calm) & (calm <= upper))
    assert np.ptp(lower) > 10


def test_the_edge_of_the_band_is_where_the_threshold_is_reached(frame: Frame) -> None:
    algorithm = Subsequence()
    model = algorithm.fit(frame.columns(0, 2_000))
    edge = algorithm.score(model, frame, last=1).upper[0, 0]
    values = frame.values.copy()
    values[0, -1] = edge
    assert algorithm.score(model, frame.with_values(values), last=1).score[0, 0] == pytest.approx(0.625)
