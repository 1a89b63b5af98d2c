"""The page of scores: complete, bounded, and rid of what is gone."""

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

from barograph.domain import Frame, Labels, Scores
from barograph.engine.judge import Judgement
from barograph.engine.score_board import ScoreBoard
from barograph.engine.score_page import ScoresHandler
from barograph.engine.tick import TickReport
from barograph.policy import Outcome
from barograph.storage import Stores
from barograph.storage.detector_rows import StoredDetector
from tests.unit.engine.conftest import make_spec
from tests.unit.engine.test_rehearsal import NobodyWaits

NAN = float("nan")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def board(clock: Clock) -> ScoreBoard:
    return ScoreBoard(clock)


@pytest.fixture
def detector(stores: Stores) -> StoredDetector:
    return stores.detectors.create("default", make_spec(), 0)


def tick(board: ScoreBoard, detector: StoredDetector, scores: dict[Labels, float]) -> None:
    """Let a detector judge two points of each series; the last has the score that is given."""
    values = np.array([[0.0, score] for score in scores.values()]).reshape(len(scores), 2)
    frame = Frame(tuple(scores), np.array([60_000, 120_000]), values)
    judged = Scores(values, values + 1, np.full_like(values, NAN), values + 3)
    board.on_tick(TickReport(detector, 0, 120_000, Judgement(frame, judged, Outcome()), (), 0, 0.1))


def scrape(
    board: ScoreBoard, stores: Stores, most: int = 10, tenant: str = "default"
) -> dict[str, dict[str, float]]:
    """Return the value of each sample by metric and by the labels as text."""
    text = ScoresHandler(board, most)(stores.jobs.add(tenant, "scores", 1), NobodyWaits())["text"]
    page: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            page.setdefault(sample.name, {})[str(Labels(sample.labels))] = sample.value
    return page


def test_the_last_point_of_each_series_is_told(
    board: ScoreBoard, detector: StoredDetector, stores: Stores
) -> None:
    awkward = Labels({"__name__": "up", "path": 'a"b\\c\nd', "detector": "theirs"})
    tick(board, detector, {awkward: 0.5})
    page = scrape(board, stores)
    name = str(
        Labels({"detector": detector.id, "exported_detector": "theirs", "metric": "up", "path": 'a"b\\c\nd'})
    )
    assert page["barograph_score"] == page["barograph_signal"] == {name: 0.5}
    assert page["barograph_expected"] == {name: 1.5}
    assert page["barograph_upper"] == {name: 3.5}
    assert "barograph_lower" not in page, "what is not a number is left out"
    assert page["barograph_scores_dropped_series"] == {"{}": 0}


def test_beyond_the_limit_the_highest_scores_stay(
    board: ScoreBoard, detector: StoredDetector, stores: Stores
) -> None:
    tick(board, detector, {Labels({"pod": str(number)}): number / 100 for number in range(50)})
    page = scrape(board, stores, most=3)
    assert sorted(page["barograph_score"].values()) == [0.47, 0.48, 0.49]
    assert page["barograph_scores_dropped_series"] == {"{}": 47}


def test_what_vanishes_or_falls_silent_disappears(
    board: ScoreBoard, detector: StoredDetector, stores: Stores, clock: Clock
) -> None:
    one, two = Labels({"pod": "1"}), Labels({"pod": "2"})
    tick(board, detector, {one: 0.1, two: 0.2})
    tick(board, detector, {one: 0.3})
    assert list(scrape(board, stores)["barograph_score"].values()) == [0.3]
    clock.now = 3 * detector.spec.interval.seconds + 60
    assert "barograph_score" not in scrape(board, stores)


def test_a_tenant_sees_its_own_scores(board: ScoreBoard, detector: StoredDetector, stores: Stores) -> None:
    tick(board, detector, {Labels({"pod": "1"}): 0.1})
    tick(board, stores.detectors.create("acme", make_spec(), 0), {Labels({"pod": "1"}): 0.2})
    assert list(scrape(board, stores)["barograph_score"].values()) == [0.1]
    assert list(scrape(board, stores, tenant="acme")["barograph_score"].values()) == [0.2]
