from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import QuerySpec
from barograph.domain import AnomalyState, DetectorHealth, DetectorState, Event, EventType, Frame, Labels
from barograph.engine.meter import TickMeter
from barograph.engine.runner import TickRunner
from barograph.engine.tick import Ticker, TickReport
from barograph.errors import ModelUnavailable, SourceUnavailable
from barograph.storage import Stores
from barograph.storage.cursors import Cursor
from barograph.training.failure import TrainingFailure
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

TRAINED = 1_500
SPIKES = {TRAINED + 50: 30.0, TRAINED + 51: 30.0, TRAINED + 90: -40.0}


class Bench:
    """A ticker over arrays and a real store, driven minute by minute."""

    def __init__(self, stores: Stores) -> None:
        registry = Registry.installed()
        models = ModelVersions(stores.models, registry)
        self.windows = ArrayWindows(noisy_frame(TRAINED + 120, SPIKES))
        self.published: list[Event] = []
        self.stores = stores
        self.ticker = Ticker(self.windows, models, registry, stores.anomalies, stores.cursors, self._publish)
        self.trainer = Trainer(
            self.windows,
            InlineFitter(registry),
            registry,
            stores.models,
            stores.anomalies,
            self._publish,
        )
        self.detector = stores.detectors.create("default", make_spec(), 0)

    def time_of(self, position: int) -> int:
        return int(self.windows.frame.timestamps[position])

    def train(self) -> None:
        training = Training("test", "first")
        self.trainer.train(self.detector, training, self.time_of(TRAINED - 1), lambda share: None, Flag())

    def tick(self, position: int) -> TickReport:
        return self.ticker.tick(self.detector, self.time_of(position) + 1)

    def episodes(self) -> list[tuple[Labels, int, int | None, float]]:
        page = self.stores.anomalies.page("default")
        return [(one.labels, one.started_ms, one.ended_ms, one.peak_score) for one in page.items]

    def _publish(self, events: Sequence[Event]) -> None:
        self.published.extend(events)


@pytest.fixture
def bench(stores: Stores) -> Bench:
    return Bench(stores)


def test_without_a_model_the_tick_says_so(bench: Bench) -> None:
    with pytest.raises(ModelUnavailable, match="latency has no model"):
        bench.tick(TRAINED)


def test_a_spike_opens_and_closes_an_episode_with_events_in_order(bench: Bench) -> None:
    bench.train()
    for position in range(TRAINED, TRAINED + 70):
        bench.tick(position)
    ((labels, started_ms, ended_ms, _),) = bench.episodes()
    assert labels == Labels(pod="0")
    assert started_ms == bench.time_of(TRAINED + 50)
    assert ended_ms is not None
    assert [event.type for event in bench.published if event.type is not EventType.ANOMALY_UPDATED] == [
        EventType.MODEL_TRAINED,
        EventType.ANOMALY_DETECTED,
        EventType.ANOMALY_RESOLVED,
    ]
    ids = [event.id for event in bench.published]
    assert ids == sorted(ids)


def test_the_same_tick_twice_changes_nothing(bench: Bench) -> None:
    bench.train()
    for position in range(TRAINED, TRAINED + 52):
        bench.tick(position)
    count = len(bench.published)
    assert bench.tick(TRAINED + 51).judgement is None
    assert len(bench.published) == count
    (anomaly,) = bench.stores.anomalies.open_of("default", "latency")
    assert anomaly.state is AnomalyState.OPEN


class Interrupted(ArrayWindows):
    """Windows during whose fetch something else happens, once."""

    def __init__(self, frame: Frame, meanwhile: Callable[[], object]) -> None:
        super().__init__(frame)
        self._meanwhile = [meanwhile]

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        window = super().window(tenant, query, end_ms, points)
        while self._meanwhile:
            self._meanwhile.pop()()
        return window


@pytest.mark.parametrize("first", [TRAINED + 40, None])
def test_an_engine_that_was_deposed_in_the_middle_of_a_tick_writes_nothing(
    bench: Bench, stores: Stores, first: int | None
) -> None:
    bench.train()
    if first is not None:
        bench.tick(first)
    windows = Interrupted(bench.windows.frame, lambda: bench.tick(TRAINED + 52))
    published, registry = list[Event](), Registry.installed()
    models = ModelVersions(stores.models, registry)
    other = Ticker(windows, models, registry, stores.anomalies, stores.cursors, published.extend)
    report = other.tick(bench.detector, bench.time_of(TRAINED + 51) + 1)
    assert (report.judgement, report.events, published) == (None, (), [])
    cursor = stores.cursors.get("default", "latency")
    assert cursor is not None
    assert cursor.evaluated_to_ms == bench.time_of(TRAINED + 52)
    count = len(stores.events.after("default", 0))
    assert other.tick(bench.detector, bench.time_of(TRAINED + 60) + 1).judgement is not None
    assert len(stores.events.after("default", 0)) == count + len(published)
    assert len(bench.episodes()) == (1 if first else 0)


def test_after_an_outage_of_the_source_the_missed_points_are_judged(bench: Bench, stores: Stores) -> None:
    bench.train()
    bench.tick(TRAINED + 40)
    bench.windows.is_down = True
    with pytest.raises(SourceUnavailable):
        bench.tick(TRAINED + 60)
    bench.windows.is_down = False
    report = bench.tick(TRAINED + 70)
    assert report.judgement is not None
    assert report.events[0].type is EventType.ANOMALY_DETECTED
    ((_, started_ms, ended_ms, _),) = bench.episodes()
    assert started_ms == bench.time_of(TRAINED + 50)
    assert ended_ms is not None


@pytest.mark.parametrize("pace", [1, 7, 110])
def test_the_pace_of_ticks_does_not_change_the_episodes(bench: Bench, pace: int) -> None:
    bench.train()
    bench.tick(TRAINED)
    for position in range(TRAINED + pace, TRAINED + 111, pace):
        bench.tick(position)
    bench.tick(TRAINED + 110)
    starts = [started for _, started, _, _ in bench.episodes()]
    assert starts == [bench.time_of(TRAINED + 90), bench.time_of(TRAINED + 50)]


def test_a_model_for_another_query_is_not_used(bench: Bench, stores: Stores) -> None:
    bench.train()
    changed = make_spec(query={"expression": "other", "step": "1m"})
    bench.detector = stores.detectors.update("default", changed, 1)
    with pytest.raises(ModelUnavailable):
        bench.tick(TRAINED)


def test_points_too_far_behind_are_skipped_and_counted(bench: Bench) -> None:
    bench.train()
    bench.tick(TRAINED)
    late = bench.time_of(TRAINED) + 6_000 * 60_000
    frame = bench.windows.frame
    more = late + np.arange(-200, 1) * 60_000
    bench.windows.frame = type(frame)(frame.labels, more, np.full((2, 201), 10.0))
    assert bench.ticker.tick(bench.detector, late + 1).skipped_points == 1_000


def test_who_has_no_model_says_why_the_training_failed_and_when_it_is_tried_again(
    bench: Bench, stores: Stores
) -> None:
    cause: list[TrainingFailure | None] = [None]
    runner = TickRunner(bench.ticker, stores.detectors, clock=lambda: 1.0, last_failure=lambda _one: cause[0])

    def told() -> tuple[str, str | None, str]:
        runner.run(bench.detector)
        health = stores.detectors.get("default", bench.detector.id).health
        return health.state, health.error_code, health.sentence

    state, code, sentence = told()
    assert (state, code) == ("pending", "model_unavailable")
    assert sentence.endswith("a training is on the way.")
    cause[0] = TrainingFailure("not_enough_data", "It has 3 points.", is_young=True, next_ms=15_000)
    state, code, sentence = told()
    assert (state, code) == ("pending", "not_enough_data")
    assert sentence.startswith(
        "It waits for more history; the next try is due at 1970-01-01 00:00:15 UTC. It has"
    )
    cause[0] = TrainingFailure("source_unavailable", "shop does not answer.", next_ms=15_000)
    again = "Its training failed, and is tried again at 1970-01-01 00:00:{} UTC. shop does not answer."
    assert told() == ("failing", "source_unavailable", again.format(15))
    cause[0] = replace(cause[0], next_ms=45_000)
    assert told() == ("failing", "source_unavailable", again.format(45))
    cause[0] = TrainingFailure("cancelled", "The job was cancelled.", next_ms=45_000)
    assert told()[0] == "failing"
    assert told()[2].startswith("Its training was cancelled; the next one is due at 1970-")


class Runner:
    """A runner over the bench whose clock is moved by hand; ``told`` is what people read."""

    def __init__(self, bench: Bench) -> None:
        self.meter = TickMeter()
        self.now_ms = 0
        self._bench = bench
        self._runner = TickRunner(
            bench.ticker, bench.stores.detectors, [self.meter], clock=lambda: self.now_ms / 1000
        )

    def run(self, position: int, ahead_ms: int = 1) -> TickReport:
        self.now_ms = self._bench.time_of(position) + ahead_ms
        report = self._runner.run(self._bench.detector)
        assert report is not None
        return report

    def told(self) -> tuple[str, str]:
        health = self._bench.stores.detectors.get("default", "latency").health
        return health.state, health.sentence


RUNNING = ("running", "Its points are judged as they come.")
WAITING = ("pending", "Waits for its first tick.")


def test_a_detector_that_is_started_or_made_again_says_so_once_it_ticks(bench: Bench) -> None:
    bench.train()
    runner, store = Runner(bench), bench.stores.detectors
    runner.run(TRAINED)
    assert runner.told() == RUNNING
    store.set_enabled("default", "latency", False, 1)
    bench.detector = store.set_enabled("default", "latency", True, 2)
    assert runner.told() == WAITING
    runner.run(TRAINED + 1)
    assert runner.told() == RUNNING
    store.delete("default", "latency", 3)
    bench.detector = store.create("default", make_spec(), 4)
    assert runner.told() == WAITING
    runner.run(TRAINED + 2)
    assert runner.told() == RUNNING


def test_a_tick_without_a_new_point_says_nothing_about_the_detector(bench: Bench) -> None:
    bench.train()
    runner = Runner(bench)
    runner.run(TRAINED)
    down = DetectorHealth(DetectorState.FAILING, "The source is away.", 0)
    bench.stores.detectors.set_health("default", "latency", down)
    assert runner.run(TRAINED, ahead_ms=1_000).judgement is None
    assert runner.told() == ("failing", "The source is away.")


@pytest.mark.parametrize("ahead_minutes", [3, 60 * 24 * 365])
def test_a_detector_ahead_of_the_clock_begins_again_where_the_clock_is(
    bench: Bench, ahead_minutes: int
) -> None:
    bench.train()
    runner = Runner(bench)
    runner.run(TRAINED)
    bench.stores.cursors.set_back(
        Cursor("default", "latency", bench.time_of(TRAINED) + ahead_minutes * 60_000, 0)
    )
    report = runner.run(TRAINED + 1, ahead_ms=-1)
    assert (report.judgement, report.is_set_back) == (None, True)
    assert runner.meter.to_json()["set_back"] == 1
    for position in range(TRAINED + 1, TRAINED + 53):
        assert runner.run(position).is_set_back is False
    assert [started for _, started, _, _ in bench.episodes()] == [bench.time_of(TRAINED + 50)]


def test_what_came_while_the_clock_was_ahead_is_judged_when_it_is_right_again(bench: Bench) -> None:
    bench.train()
    runner, whole = Runner(bench), bench.windows.frame
    runner.run(TRAINED + 45)
    to_come = whole.timestamps > bench.time_of(TRAINED + 46)
    bench.windows.frame = Frame(whole.labels, whole.timestamps, np.where(to_come, np.nan, whole.values))
    runner.run(TRAINED + 105)
    bench.windows.frame = whole
    assert runner.run(TRAINED + 55).is_set_back
    runner.run(TRAINED + 56)
    assert [started for _, started, _, _ in bench.episodes()] == [bench.time_of(TRAINED + 50)]


def test_a_longer_offset_judges_points_again_without_telling_them_twice(bench: Bench) -> None:
    bench.train()
    runner = Runner(bench)
    for position in range(TRAINED, TRAINED + 80):
        runner.run(position)
    spec = make_spec(query={"expression": "latency_seconds", "step": "1m", "offset": "60m"})
    bench.detector = bench.stores.detectors.update("default", spec, 1)
    bench.train()
    episodes, count = bench.episodes(), len(bench.published)
    assert len(episodes) == 1
    for position in range(TRAINED + 80, TRAINED + 120):
        runner.run(position)
    assert runner.meter.to_json()["set_back"] == 1
    assert (bench.episodes(), len(bench.published)) == (episodes, count)
    cursor = bench.stores.cursors.get("default", "latency")
    assert cursor is not None
    assert cursor.evaluated_to_ms == bench.time_of(TRAINED + 59)


def test_a_tick_that_somebody_asked_for_tells_that_the_detector_runs(bench: Bench, stores: Stores) -> None:
    runner = TickRunner(bench.ticker, stores.detectors)
    bench.train()
    runner.hear(bench.tick(TRAINED))
    assert stores.detectors.get("default", bench.detector.id).health.state == "running"
    stores.detectors.set_health("default", bench.detector.id, DetectorHealth(DetectorState.FAILING, "", 0))
    runner.hear(bench.tick(TRAINED))
    assert stores.detectors.get("default", bench.detector.id).health.state == "failing"
