import numpy as np
import pytest

from barograph.algorithms.counting import Counting
from barograph.algorithms.log_errors import LogErrors
from barograph.algorithms.log_templates import LogTemplates
from barograph.domain import Frame, Labels

POINTS = 2_200


@pytest.fixture
def counts() -> np.ndarray:
    rng = np.random.default_rng(0)
    values = rng.poisson([[6.0], [0.5], [0.0]], (3, POINTS)).astype(float)
    values[2, [300, 1_500]] = 1
    return values


def judge(algorithm: Counting, values: np.ndarray) -> tuple[np.ndarray, dict[str, object]]:
    labels = tuple(Labels(template=str(row)) for row in range(len(values)))
    frame = Frame(labels, np.arange(POINTS) * 60_000, values)
    model = algorithm.fit(frame.columns(0, 2_000))
    strangest = int(np.nanargmax(algorithm.score(model, frame, last=1).score[:, 0]))
    explained = algorithm.explain(model, frame, strangest, POINTS - 1)
    return algorithm.score(model, frame, last=1).score[:, 0], explained


def test_usual_counts_are_calm(counts: np.ndarray) -> None:
    assert judge(LogTemplates(), counts)[0].max() < 0.5


def test_a_burst_is_strange(counts: np.ndarray) -> None:
    counts[0, -1] = 60
    scores, explained = judge(LogTemplates(), counts)
    assert scores[0] == 1.0
    assert explained["kind"] == "burst"


def test_a_lasting_rise_is_a_shift(counts: np.ndarray) -> None:
    counts[0, -12:] = 14
    scores, explained = judge(LogTemplates(), counts)
    assert scores[0] > 0.625
    assert explained["kind"] == "shift"


def test_a_line_that_no_longer_comes_has_vanished_for_templates_but_not_for_errors(
    counts: np.ndarray,
) -> None:
    counts[0, -60:] = 0
    scores, explained = judge(LogTemplates(), counts)
    assert scores[0] > 0.625
    assert explained["kind"] == "vanished"
    assert judge(LogErrors(), counts)[0][0] < 0.375


def test_a_rare_line_in_numbers_is_strange(counts: np.ndarray) -> None:
    counts[2, -1] = 5
    scores, explained = judge(LogTemplates(), counts)
    assert scores[2] > 0.625
    assert explained["kind"] == "rare"


def test_a_new_line_is_strange_at_first_and_known_once_it_fills_the_window(counts: np.ndarray) -> None:
    algorithm = LogTemplates()
    labels = tuple(Labels(template=str(row)) for row in range(3))
    model = algorithm.fit(Frame(labels, np.arange(POINTS) * 60_000, counts))
    fresh = Frame((Labels(template="new"),), np.arange(200) * 60_000, np.zeros((1, 200)))
    values = fresh.values.copy()
    values[0, 100:] = 4
    scores = algorithm.score(model, fresh.with_values(values)).score[0]
    assert scores[70:100].max() == 0.0
    assert scores[100] > 0.625
    assert scores[-1] < 0.375
    assert algorithm.explain(model, fresh.with_values(values), 0, 100)["kind"] == "new"
