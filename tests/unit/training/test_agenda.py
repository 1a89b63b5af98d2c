from dataclasses import replace

import pytest

from barograph.algorithms.auto import Auto
from barograph.algorithms.registry import Registry
from barograph.domain import Event, EventType
from barograph.errors import NotEnoughData
from barograph.storage import ModelInfo, StoredDetector, Stores
from barograph.training.agenda import Agenda, DueReason
from barograph.training.versions import signature_of
from tests.unit.storage.making import make_spec

DAY_MS = 86_400_000
SPEC = make_spec(schedule={"train_every": "7d", "drift_cooldown": "2d"})


@pytest.fixture
def detector(stores: Stores) -> StoredDetector:
    return stores.detectors.create("default", SPEC, 0)


def trained(stores: Stores, at_ms: int, number: int = 1, fitted_by: int = Auto.version) -> None:
    meta = {"signature": signature_of(SPEC)}
    info = ModelInfo(
        "default", "latency", number, "auto", fitted_by, "active", "", 0, 1, 0, 0, 0.1, at_ms, meta
    )
    stores.models.add(info, b"", Event(EventType.MODEL_TRAINED, "default", at_ms, {}, "latency"))


def due(agenda: Agenda, detector: StoredDetector, now_ms: int) -> list[DueReason]:
    return [reason for _, reason in agenda.take_due((detector,), now_ms)]


def test_without_a_model_a_training_is_due_once(stores: Stores, detector: StoredDetector) -> None:
    agenda = Agenda(stores.models, Registry.installed())
    assert due(agenda, detector, 0) == [DueReason.NO_MODEL]
    assert due(agenda, detector, DAY_MS) == []


def test_a_model_is_trained_anew_when_it_is_old_or_the_query_changed(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS)
    agenda = Agenda(stores.models, Registry.installed())
    assert due(agenda, detector, 8 * DAY_MS - 1) == []
    assert due(agenda, detector, 8 * DAY_MS) == [DueReason.AGE]
    other = stores.detectors.update("default", make_spec(query={"expression": "other"}), 1)
    assert due(agenda, other, 8 * DAY_MS) == [DueReason.CHANGED]


def test_after_an_upgrade_of_the_algorithm_a_training_is_due_at_once(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS, fitted_by=Auto.version - 1)
    agenda = Agenda(stores.models, Registry.installed())
    assert due(agenda, detector, DAY_MS + 1) == [DueReason.UPGRADED]
    agenda.note_success(detector, DAY_MS + 1)
    assert due(agenda, detector, 2 * DAY_MS) == []


def test_a_step_back_to_a_version_of_an_older_algorithm_lasts(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS, number=1, fitted_by=Auto.version - 1)
    trained(stores, at_ms=2 * DAY_MS, number=2)
    stores.models.activate("default", "latency", 1, 3 * DAY_MS)
    assert due(Agenda(stores.models, Registry.installed()), detector, 4 * DAY_MS) == []


def test_an_algorithm_that_is_not_installed_stops_nobody_s_training(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS)
    agenda = Agenda(stores.models, Registry([]))
    assert due(agenda, detector, 8 * DAY_MS - 1) == []
    assert due(agenda, detector, 8 * DAY_MS) == [DueReason.AGE]


def test_what_failed_is_tried_again_later_each_time(stores: Stores, detector: StoredDetector) -> None:
    agenda, now_ms = Agenda(stores.models, Registry.installed()), 0
    assert due(agenda, detector, now_ms) == [DueReason.NO_MODEL]
    for pause_ms in [*(15_000 * 2**power for power in range(8)), 3_600_000, 3_600_000]:
        agenda.note_failure(detector, NotEnoughData("It is young."), now_ms)
        assert due(agenda, detector, now_ms + pause_ms - 1) == []
        now_ms += pause_ms
        assert due(agenda, detector, now_ms) == [DueReason.RETRY]


def test_why_it_failed_is_known_until_one_goes_well_or_the_detector_changes(
    stores: Stores, detector: StoredDetector
) -> None:
    agenda = Agenda(stores.models, Registry.installed())
    assert agenda.last_failure(detector) is None
    agenda.note_failure(detector, NotEnoughData("It is young."), 0)
    assert str(agenda.last_failure(detector)) == "It is young."
    assert agenda.last_failure(replace(detector, revision=detector.revision + 1)) is None
    agenda.note_success(detector, 1)
    assert agenda.last_failure(detector) is None


def test_drift_brings_a_training_forward_after_the_cool_down(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS)
    agenda = Agenda(stores.models, Registry.installed())
    assert agenda.note_drift(detector, DAY_MS, 2 * DAY_MS) == 3 * DAY_MS
    assert due(agenda, detector, 2 * DAY_MS) == []
    assert due(agenda, detector, 3 * DAY_MS) == [DueReason.DRIFT]
    agenda.note_drift(detector, DAY_MS, 3 * DAY_MS)
    assert due(agenda, detector, 3 * DAY_MS) == []
    agenda.note_success(detector, 3 * DAY_MS)
    assert due(agenda, detector, 10 * DAY_MS - 1) == []
    assert due(agenda, detector, 10 * DAY_MS) == [DueReason.AGE]


def test_drift_changes_nothing_where_policy_says_so_or_a_training_is_nearer(
    stores: Stores, detector: StoredDetector
) -> None:
    trained(stores, at_ms=DAY_MS)
    agenda = Agenda(stores.models, Registry.installed())
    assert agenda.note_drift(detector, 7 * DAY_MS, 7 * DAY_MS) == 8 * DAY_MS
    assert due(agenda, detector, 8 * DAY_MS) == [DueReason.AGE]
    left = stores.detectors.update("default", make_spec(schedule={"retrain_on_drift": False}), 1)
    assert Agenda(stores.models, Registry.installed()).note_drift(left, DAY_MS, 2 * DAY_MS) is None
