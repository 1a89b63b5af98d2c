from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from barograph.algorithms.auto import Auto
from barograph.algorithms.registry import Registry
from barograph.domain import Event, EventType
from barograph.errors import NotEnoughData, StorageUnavailable
from barograph.storage import Job, Jobs, ModelInfo, StoredDetector, Stores
from barograph.training.agenda import Agenda
from barograph.training.due import DueReason
from barograph.training.failure import TrainingFailure
from barograph.training.versions import signature_of
from tests.unit.storage.making import make_spec
from tests.unit.training.making import queue_due, waiting_training

DAY_MS = 86_400_000
SPEC = make_spec(schedule={"train_every": "7d", "drift_cooldown": "2d"})


class House:
    """An agenda and its queue; whoever does the jobs may be anybody."""

    def __init__(self, stores: Stores, detector: StoredDetector) -> None:
        self.stores, self.detector = stores, detector
        self.restart()

    def restart(self) -> None:
        self.agenda = Agenda(self.stores.models, self.stores.jobs, Registry.installed())

    def due(self, now_ms: int) -> list[DueReason]:
        return queue_due(self.agenda, self.stores, (self.detector,), now_ms)

    def waiting(self) -> Job:
        return waiting_training(self.stores)

    def train(self, now_ms: int) -> None:
        """Do what waits, and keep a model."""
        trained(self.stores, now_ms)
        self.stores.jobs.finish(self.waiting(), {}, now_ms)

    def fail(self, now_ms: int) -> None:
        self.stores.jobs.fail(self.waiting(), NotEnoughData("It is young.", detail={"points": 3}), now_ms)
        self.due(now_ms)


@pytest.fixture
def house(stores: Stores, detector: StoredDetector) -> House:
    return House(stores, detector)


@pytest.fixture
def detector(stores: Stores) -> StoredDetector:
    return stores.detectors.create("default", SPEC, 0)


def trained(stores: Stores, at_ms: int, fitted_by: int = Auto.version, known_from_ms: int = 0) -> None:
    meta = {"signature": signature_of(SPEC), "known_from_ms": known_from_ms}
    info = ModelInfo("default", "latency", 0, "auto", fitted_by, "active", "", 0, 1, 0, 0, 0.1, at_ms, meta)
    stores.models.add(info, b"", Event(EventType.MODEL_TRAINED, "default", at_ms, {}, "latency"))


def test_without_a_model_a_training_is_due_once(house: House) -> None:
    assert house.due(0) == [DueReason.NO_MODEL]
    assert house.due(DAY_MS) == []
    house.train(DAY_MS)
    assert house.due(DAY_MS + 1) == []


def test_a_look_at_many_detectors_is_short_and_the_next_one_goes_on(stores: Stores) -> None:
    detectors = [stores.detectors.create("default", SPEC.model_copy(update={"name": n}), 0) for n in "abcde"]
    moments = count(step=0.2)
    agenda = Agenda(stores.models, stores.jobs, Registry.installed(), monotonic=lambda: next(moments))
    assert [agenda.queue_due(detectors, 1) for _ in range(4)] == [2, 2, 1, 0]
    assert {name for _, name in stores.jobs.open_trainings()} == set("abcde")


def test_after_a_restart_what_waits_or_runs_is_not_queued_again(house: House) -> None:
    assert house.due(0) == [DueReason.NO_MODEL]
    house.restart()
    assert house.due(1) == []
    assert house.stores.jobs.claim(["train"], "engine", 2, 60_000) is not None
    house.restart()
    assert house.due(3) == []
    house.fail(4)
    assert house.due(15_003) == []
    assert house.due(15_004) == [DueReason.RETRY]


def test_a_training_that_is_cancelled_is_put_off_until_the_next_would_be_due(house: House) -> None:
    assert house.due(0) == [DueReason.NO_MODEL]
    house.stores.jobs.cancel("default", house.waiting().id, 1)
    assert house.due(2) == []
    assert house.agenda.last_failure(house.detector) == TrainingFailure(
        "cancelled", "The job was cancelled.", next_ms=7 * DAY_MS + 2
    )
    assert house.due(7 * DAY_MS + 1) == []
    assert house.due(7 * DAY_MS + 2) == [DueReason.NO_MODEL]
    assert house.stores.jobs.claim(["train"], "engine", 8 * DAY_MS, 60_000) is not None
    house.stores.jobs.cancel("default", house.waiting().id, 8 * DAY_MS)
    assert house.due(8 * DAY_MS) == []


def test_cancelling_what_somebody_asked_for_leaves_the_schedule(house: House) -> None:
    trained(house.stores, at_ms=0)
    asked = house.stores.jobs.add("default", "train", 1, detector_id="latency", requested_by="Ada")
    assert house.due(2) == []
    house.stores.jobs.cancel("default", asked.id, 3)
    assert house.due(7 * DAY_MS - 1) == []
    assert house.due(7 * DAY_MS) == [DueReason.AGE]


def test_what_somebody_had_trained_between_two_looks_counts(house: House) -> None:
    trained(house.stores, at_ms=0)
    assert house.due(1) == []
    trained(house.stores, at_ms=5 * DAY_MS)
    assert house.due(7 * DAY_MS) == []
    assert house.due(12 * DAY_MS) == [DueReason.AGE]


def test_a_history_that_has_only_begun_is_trained_on_again_soon(house: House) -> None:
    trained(house.stores, at_ms=10 * DAY_MS, known_from_ms=8 * DAY_MS)
    assert house.due(11 * DAY_MS - 1) == []
    assert house.due(11 * DAY_MS) == [DueReason.GROWN]
    trained(house.stores, at_ms=100 * DAY_MS, known_from_ms=8 * DAY_MS)
    house.stores.jobs.finish(house.waiting(), {}, 100 * DAY_MS)
    assert house.due(107 * DAY_MS - 1) == []
    assert house.due(107 * DAY_MS) == [DueReason.AGE]


def test_a_queue_that_cannot_be_written_keeps_no_detector_from_its_training(stores: Stores) -> None:
    detectors = [stores.detectors.create("default", make_spec(name), 0) for name in ("a", "b", "c")]

    class Full(Jobs):
        is_full = True

        def add(self, *args: Any, **kwargs: Any) -> Job:
            if self.is_full and kwargs["detector_id"] == "b":
                raise StorageUnavailable("The disk is full.")
            return super().add(*args, **kwargs)

    jobs = Full(stores.database)
    agenda = Agenda(stores.models, jobs, Registry.installed())
    with pytest.raises(StorageUnavailable):
        agenda.queue_due(detectors, 1)
    jobs.is_full = False
    assert agenda.queue_due(detectors, 2) == 2


def test_a_model_that_does_not_serve_is_not_trained_without_a_pause(house: House) -> None:
    trained(house.stores, at_ms=0, fitted_by=Auto.version - 1)
    assert house.due(1) == [DueReason.UPGRADED]
    trained(house.stores, at_ms=2, fitted_by=Auto.version - 1)
    house.stores.jobs.finish(house.waiting(), {}, 2)
    assert house.due(2) == []
    assert house.due(15_002) == [DueReason.UPGRADED]


def test_a_model_is_trained_anew_when_it_is_old_or_the_query_changed(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS)
    assert house.due(8 * DAY_MS - 1) == []
    assert house.due(8 * DAY_MS) == [DueReason.AGE]
    house.train(8 * DAY_MS)
    house.detector = house.stores.detectors.update("default", make_spec(query={"expression": "other"}), 1)
    assert house.due(8 * DAY_MS) == [DueReason.CHANGED]


def test_after_an_upgrade_of_the_algorithm_a_training_is_due_at_once(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS, fitted_by=Auto.version - 1)
    assert house.due(DAY_MS + 1) == [DueReason.UPGRADED]
    house.train(DAY_MS + 1)
    assert house.due(2 * DAY_MS) == []


def test_a_step_back_to_a_version_of_an_older_algorithm_lasts(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS, fitted_by=Auto.version - 1)
    trained(house.stores, at_ms=2 * DAY_MS)
    house.stores.models.activate("default", "latency", 1, 3 * DAY_MS)
    assert house.due(4 * DAY_MS) == []


def test_an_algorithm_that_is_not_installed_stops_nobody_s_training(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS)
    house.agenda = Agenda(house.stores.models, house.stores.jobs, Registry([]))
    assert house.due(8 * DAY_MS - 1) == []
    assert house.due(8 * DAY_MS) == [DueReason.AGE]


def test_what_failed_is_tried_again_later_each_time(house: House) -> None:
    now_ms = 0
    assert house.due(now_ms) == [DueReason.NO_MODEL]
    for pause_ms in [*(15_000 * 2**power for power in range(8)), 3_600_000, 3_600_000]:
        house.fail(now_ms)
        assert house.due(now_ms + pause_ms - 1) == []
        now_ms += pause_ms
        assert house.due(now_ms) == [DueReason.RETRY]


def test_why_it_failed_is_known_until_one_goes_well_or_the_detector_changes(house: House) -> None:
    agenda, detector = house.agenda, house.detector
    assert agenda.last_failure(detector) is None
    house.due(0)
    house.fail(0)
    told = TrainingFailure("not_enough_data", "It is young.", is_young=True, next_ms=15_000)
    assert agenda.last_failure(detector) == told
    assert agenda.last_failure(replace(detector, revision=detector.revision + 1)) is None
    house.due(15_000)
    house.train(15_000)
    house.due(15_001)
    assert agenda.last_failure(detector) is None


def test_an_engine_that_starts_knows_why_the_last_training_failed_unless_the_detector_changed(
    house: House,
) -> None:
    house.due(0)
    house.fail(0)
    house.restart()
    house.due(5)
    told = house.agenda.last_failure(house.detector)
    assert told is not None
    assert (told.code, told.next_ms) == ("not_enough_data", 5)
    house.stores.jobs.fail(house.waiting(), NotEnoughData(), 6)
    house.detector = house.stores.detectors.update("default", SPEC.model_copy(update={"title": "New"}), 7)
    house.restart()
    house.due(8)
    assert house.agenda.last_failure(house.detector) is None


def test_drift_brings_a_training_forward_after_the_cool_down(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS)
    agenda, detector = house.agenda, house.detector
    assert agenda.note_drift(detector, DAY_MS, 2 * DAY_MS) == 3 * DAY_MS
    assert house.due(2 * DAY_MS) == []
    assert house.due(3 * DAY_MS) == [DueReason.DRIFT]
    agenda.note_drift(detector, DAY_MS, 3 * DAY_MS)
    assert house.due(3 * DAY_MS) == []
    house.train(3 * DAY_MS)
    assert house.due(10 * DAY_MS - 1) == []
    assert house.due(10 * DAY_MS) == [DueReason.AGE]


def test_drift_does_not_bring_back_a_training_that_was_cancelled(house: House) -> None:
    trained(house.stores, at_ms=0)
    house.agenda.note_drift(house.detector, 0, 3 * DAY_MS)
    assert house.due(3 * DAY_MS) == [DueReason.DRIFT]
    house.stores.jobs.cancel("default", house.waiting().id, 3 * DAY_MS)
    assert house.due(3 * DAY_MS) == []
    assert house.agenda.note_drift(house.detector, 0, 3 * DAY_MS + 1) == 10 * DAY_MS
    assert house.due(10 * DAY_MS - 1) == []
    assert house.due(10 * DAY_MS) == [DueReason.DRIFT]


def test_drift_changes_nothing_where_policy_says_so_or_a_training_is_nearer(house: House) -> None:
    trained(house.stores, at_ms=DAY_MS)
    assert house.agenda.note_drift(house.detector, 7 * DAY_MS, 7 * DAY_MS) == 8 * DAY_MS
    assert house.due(8 * DAY_MS) == [DueReason.AGE]
    left = house.stores.detectors.update("default", make_spec(schedule={"retrain_on_drift": False}), 1)
    house.restart()
    assert house.agenda.note_drift(left, DAY_MS, 2 * DAY_MS) is None
