from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Event, EventType
from barograph.engine.desk import Desk
from barograph.engine.handlers import DetectHandler, TrainHandler
from barograph.engine.monitor import ModelMonitor
from barograph.engine.runner import TickRunner
from barograph.engine.tick import Ticker
from barograph.errors import StorageUnavailable
from barograph.storage import Database, Stores
from barograph.storage.model_watches import ModelWatches, StoredWatch
from barograph.training.agenda import Agenda
from barograph.training.fitting import InlineFitter
from barograph.training.quality import describe_quality
from barograph.training.trainer import Trainer
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import STEP_MS, ArrayWindows, make_spec, noisy_frame
from tests.unit.engine.test_rehearsal import NobodyWaits

TRAINED, SHIFT, POINTS = 2_000, 2_400, 6_000
PACE = 20
SCHEDULE = {"history": "2000m", "drift_cooldown": "0s", "train_every": "30d"}


class Learning(ArrayWindows):
    """Windows of a source that has nothing to learn."""

    def learn(self, *_: object) -> dict[str, object]:
        return {}


class House:
    """An engine without threads of its own: ticks, monitor, agenda and trainings over arrays."""

    def __init__(self, stores: Stores, shift: float, **schedule: object) -> None:
        self.stores, self.now_ms = stores, 0
        self.events: list[Event] = []
        frame = noisy_frame(POINTS, {}, series=1)
        values = frame.values.copy()
        values[:, SHIFT:] += shift
        self.windows = Learning(frame.with_values(values))
        spec = make_spec(schedule={**SCHEDULE, **schedule})
        self.detector = stores.detectors.create("default", spec, 0)
        self.start()

    def start(self) -> None:
        """Begin as a process does after a restart: with nothing but the store."""
        registry, stores = Registry.installed(), self.stores
        self.agenda = Agenda(stores.models, stores.jobs, registry)
        self.monitor = ModelMonitor(
            stores.model_watches, stores.models, self.agenda, self.publish, self.clock
        )
        models = ModelVersions(stores.models, registry)
        self.ticker = Ticker(self.windows, models, registry, stores.anomalies, stores.cursors, self.publish)
        self.runner = TickRunner(self.ticker, stores.detectors, [self.monitor], self.clock)
        trainer = Trainer(
            self.windows, InlineFitter(registry), registry, stores.models, stores.anomalies, self.publish
        )
        self.trains = TrainHandler(stores.detectors, trainer, self.clock)

    def clock(self) -> float:
        return self.now_ms / 1000

    def publish(self, events: Sequence[Event]) -> None:
        self.events.extend(events)

    def live(self, until: int, since: int = TRAINED) -> None:
        for position in range(since, until, PACE):
            self.now_ms = int(self.windows.frame.timestamps[position]) + 1
            self.agenda.queue_due((self.detector,), self.now_ms)
            desk = Desk(self.stores.jobs, {"train": self.trains}, "test", 1, self.clock)
            desk.look()
            desk.stop()
            self.runner.run(self.detector)

    def told(self, kind: EventType) -> list[Event]:
        return [event for event in self.events if event.type is kind]

    def reasons(self) -> list[str]:
        versions = self.stores.models.versions("default", "latency")
        return [str(one.meta["reason"]) for one in reversed(versions)]


def test_a_new_normal_is_told_once_and_trains_a_new_model(stores: Stores) -> None:
    house = House(stores, shift=8.0)
    house.live(POINTS)
    (event,) = house.told(EventType.MODEL_DRIFTED)
    assert event.payload["version"] == 1
    assert event.payload["training_due_ms"] == event.created_ms
    assert "data no longer look like those of the training" in str(event.payload["reason"])
    assert SHIFT * STEP_MS < event.created_ms - 1_000_000 * STEP_MS < (SHIFT + 300) * STEP_MS
    assert house.reasons() == ["no_model", "drift"]
    quality = describe_quality(stores, house.detector, house.now_ms)
    assert (quality["model_version"], quality["drift"]["state"]) == (2, "steady")
    assert house.monitor.to_json()["drifts"] == 1


def test_a_calm_series_is_never_told_and_never_trained_anew(stores: Stores) -> None:
    house = House(stores, shift=0.0)
    house.live(POINTS)
    assert house.told(EventType.MODEL_DRIFTED) == []
    assert house.reasons() == ["no_model"]
    assert house.monitor.to_json()["states"] == {"unknown": 0, "steady": 1, "drifting": 0}


def test_a_restart_neither_forgets_drift_nor_tells_it_again(stores: Stores) -> None:
    house = House(stores, shift=8.0, drift_cooldown="1000m")
    for until in range(TRAINED + 100, SHIFT + 500, 100):
        house.live(until, until - 100)
        house.start()
    assert len(house.told(EventType.MODEL_DRIFTED)) == 1
    assert house.reasons() == ["no_model"]
    house.live(TRAINED + 1_100, SHIFT + 500 - PACE)
    assert house.reasons() == ["no_model", "drift"]


def test_policy_may_leave_the_training_to_people(stores: Stores) -> None:
    house = House(stores, shift=8.0, retrain_on_drift=False)
    house.live(POINTS)
    (event,) = house.told(EventType.MODEL_DRIFTED)
    assert event.payload["training_due_ms"] is None
    assert "schedule.retrain_on_drift" in str(event.payload["reason"])
    assert house.reasons() == ["no_model"]


def test_the_monitor_changes_neither_scores_nor_episodes(stores: Stores, tmp_path: Path) -> None:
    watched = House(stores, shift=8.0, retrain_on_drift=False)
    database = Database(f"sqlite:///{tmp_path / 'other.db'}")
    database.upgrade()
    alone = House(Stores.over(database), shift=8.0, retrain_on_drift=False)
    alone.runner = TickRunner(alone.ticker, alone.stores.detectors, [], alone.clock)
    for house in (watched, alone):
        house.live(SHIFT + 400)
    episodes = alone.stores.anomalies.page("default").items
    assert episodes == stores.anomalies.page("default").items
    assert len(episodes) > 0
    assert alone.stores.model_watches.get("default", "latency") is None
    database.close()


def test_a_detector_takes_its_watch_with_it(stores: Stores) -> None:
    house = House(stores, shift=0.0)
    house.live(TRAINED + 100)
    assert stores.model_watches.get("default", "latency") is not None
    stores.detectors.delete("default", "latency", 1)
    assert stores.model_watches.get("default", "latency") is None


class Failing(ModelWatches):
    """A store that is away when there is news."""

    is_away = True

    def save(self, watch: StoredWatch, *news: Event) -> tuple[Event, ...]:
        if news and self.is_away:
            raise StorageUnavailable("the disk is full")
        return super().save(watch, *news)


def test_drift_that_could_not_be_stored_is_told_later(stores: Stores) -> None:
    house = House(stores, shift=8.0, retrain_on_drift=False)
    watches = Failing(stores.database)
    house.monitor._watches = watches
    house.live(SHIFT + 300)
    assert house.told(EventType.MODEL_DRIFTED) == []
    watches.is_away = False
    house.live(SHIFT + 500, SHIFT + 300)
    assert len(house.told(EventType.MODEL_DRIFTED)) == 1


@pytest.mark.parametrize("state", [{}, {"until_ms": "yesterday"}])
def test_a_watch_that_cannot_be_read_begins_anew(stores: Stores, state: dict[str, object]) -> None:
    house = House(stores, shift=0.0)
    stores.model_watches.save(StoredWatch("default", "latency", 1, 0, state))
    house.live(TRAINED + 200)
    stored = stores.model_watches.get("default", "latency")
    assert stored is not None
    assert stored.report["window_points"] == TRAINED // 8


def test_metrics_name_a_bounded_number_of_detectors(stores: Stores) -> None:
    house = House(stores, shift=8.0, retrain_on_drift=False)
    house.live(SHIFT + 300)
    told = house.monitor.to_json()
    assert [row[:3] for row in told["ratios"]] == [
        ["default", "latency", "data"],
        ["default", "latency", "scores"],
    ]
    assert np.all([row[3] > 1 for row in told["ratios"][:1]])
    house.now_ms += 2 * 86_400_000
    assert house.monitor.to_json()["ratios"] == []


def test_a_tick_that_somebody_asked_for_is_counted_as_every_other(stores: Stores) -> None:
    house = House(stores, shift=0.0)
    house.live(TRAINED + 100)
    house.now_ms = int(house.windows.frame.timestamps[TRAINED + 100]) + 1
    detect = DetectHandler(stores.detectors, house.ticker, house.runner.hear, house.clock)
    job = stores.jobs.add("default", "detect", house.now_ms, detector_id="latency")
    assert detect(job, NobodyWaits())["is_new"]
    house.now_ms += 60_000
    house.live(TRAINED + 120 + PACE, TRAINED + 120)
    stored = stores.model_watches.get("default", "latency")
    assert stored is not None
    noted = sum(stored.state["durations"].values())
    assert noted == 100 // PACE - 1 + 2
