from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from barograph.algorithms.base import Model
from barograph.algorithms.examples import awkward_frame
from barograph.algorithms.registry import Registry
from barograph.algorithms.zscore import ZScore
from barograph.domain import Frame, Labels, Scores
from barograph.engine.judge import Judge
from barograph.engine.score_memory import ScoreMemory
from barograph.storage import Stores
from barograph.storage.detector_rows import StoredDetector
from barograph.training.versions import VersionedModel
from tests.unit.engine.conftest import make_spec

REGISTRY = Registry.installed()
TRAINED, POINTS, BEFORE = 900, 8, 40
STEPS = (1, 1, 1, 3, 1, 8, 1, 12, 1)


class Desk:
    """One detector with its judge, and a memory that is asked for windows that move on."""

    def __init__(self, detector: StoredDetector, frame: Frame, memory: ScoreMemory) -> None:
        algorithm = REGISTRY.create(detector.spec.algorithm.name, detector.spec.algorithm.parameters)
        self.detector, self.frame, self.memory = detector, frame, memory
        self.judge = Judge.of(detector, VersionedModel(algorithm.fit(frame.columns(0, TRAINED)), 1), REGISTRY)

    def window(self, stop: int, points: int = POINTS) -> Frame:
        return self.frame.columns(stop - points - self.judge.algorithm.window_points + 1, stop)

    def check(self, window: Frame, points: int = POINTS) -> None:
        """Ask the memory, and demand what the judge says by itself."""
        frame, scores = self.memory.score(self.detector, self.judge, window, points)
        wanted_frame, wanted = self.judge.score(window, points)
        assert np.array_equal(frame.timestamps, wanted_frame.timestamps)
        for name in ("score", "expected", "lower", "upper", "signal"):
            mine, other = getattr(scores, name), getattr(wanted, name)
            assert np.allclose(mine, other, rtol=1e-9, atol=1e-9, equal_nan=True), name

    def points_scored(self, window: Frame, points: int = POINTS) -> int:
        """Return how many points the algorithm was asked for when the memory was."""
        counting = Counting()
        self.memory.score(self.detector, replace(self.judge, algorithm=counting), window, points)
        return counting.points


class Counting(ZScore):
    """Counts the points it is asked for."""

    points = 0

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        object.__setattr__(self, "points", self.points + (window.point_count if last is None else last))
        return super().score(model, window, last)


@pytest.fixture
def make_desk(stores: Stores) -> Callable[..., Desk]:
    def make(name: str = "zscore", memory: ScoreMemory | None = None, called: str = "latency") -> Desk:
        spec = make_spec(name=called, algorithm={"name": name})
        window = REGISTRY.create(name).window_points
        frame = awkward_frame(TRAINED + window + 200)
        return Desk(stores.detectors.create("default", spec, 0), frame, memory or ScoreMemory())

    return make


@pytest.mark.parametrize("name", REGISTRY.names)
def test_what_is_remembered_is_what_the_judge_says(name: str, make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(name)
    stop = desk.frame.point_count - 60
    for step in STEPS:
        stop += step
        desk.check(desk.window(stop, POINTS + step), POINTS + step - 1)


def test_a_tick_scores_its_new_points_only(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    assert desk.points_scored(desk.window(1_000)) == POINTS
    assert desk.points_scored(desk.window(1_001)) == 1
    assert desk.points_scored(desk.window(1_004)) == 3
    assert desk.points_scored(desk.window(1_004)) == POINTS


def test_a_window_that_was_fetched_anew_is_as_good(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.points_scored(desk.window(1_000))
    window = desk.window(1_001)
    assert desk.points_scored(window.with_values(window.values.copy())) == 1


def test_points_that_changed_are_scored_again(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.check(desk.window(1_000))
    window = desk.window(1_001)
    values = window.values.copy()
    values[2, -30] += 50.0
    desk.check(window.with_values(values))
    assert desk.points_scored(desk.window(1_002)) == POINTS


def test_other_series_are_scored_anew(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    desk.check(desk.window(1_000))
    window = desk.window(1_001)
    labels = (Labels(pod="new"), *window.labels[1:])
    desk.check(Frame(labels, window.timestamps, window.values))
    desk.check(desk.window(1_002).rows([2, 0]))


def test_another_model_or_algorithm_scores_anew(make_desk: Callable[..., Desk], stores: Stores) -> None:
    desk = make_desk()
    desk.check(desk.window(1_000))
    other = desk.judge.algorithm.fit(desk.frame.columns(100, TRAINED))
    desk.judge = replace(desk.judge, versioned=VersionedModel(other, 2))
    desk.check(desk.window(1_001))
    desk.detector = stores.detectors.update("default", make_spec(algorithm={"name": "mad"}), 0)
    assert desk.points_scored(desk.window(1_002)) == POINTS


def test_the_past_and_short_windows_are_scored_whole(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk()
    short = desk.judge.algorithm.window_points // 2
    desk.check(desk.frame.columns(1_000 - short, 1_000))
    desk.check(desk.frame.columns(1_000 - short, 1_001))
    desk.check(desk.window(990))
    desk.check(desk.window(1_000), points=POINTS + 4)
    desk.check(desk.window(1_001), points=1)
    desk.check(Frame((), np.empty(0, dtype=np.int64), np.empty((0, 0))))
    desk.check(desk.window(1_002))


def test_the_oldest_are_forgotten_first_where_memory_ends(make_desk: Callable[..., Desk]) -> None:
    measure = make_desk()
    measure.check(measure.window(1_000))
    memory = ScoreMemory(max_bytes=2 * measure.memory.size_bytes)
    desks = [make_desk(memory=memory, called=f"d{number}") for number in range(3)]
    for desk in desks:
        desk.check(desk.window(1_000))
    assert memory.size_bytes <= 2 * measure.memory.size_bytes
    assert [desk.points_scored(desk.window(1_001)) for desk in (desks[2], desks[1], desks[0])] == [
        1,
        1,
        POINTS,
    ]
