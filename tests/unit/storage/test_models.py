from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from barograph.domain import Event, EventType
from barograph.errors import NotFound
from barograph.storage import ModelInfo, Stores

MODEL = ModelInfo(
    tenant="default",
    detector_id="latency",
    version=1,
    algorithm="zscore",
    algorithm_version=1,
    state="candidate",
    digest="00",
    size_bytes=10,
    series_count=2,
    history_from_ms=0,
    history_to_ms=1,
    fit_seconds=0.1,
    trained_ms=2,
    meta={"seed": 1},
)
TRAINED = Event(EventType.MODEL_TRAINED, "default", 2, {"algorithm": "zscore"}, "latency")


def test_at_most_one_version_is_active(stores: Stores) -> None:
    for version in (1, 2):
        stores.models.add(replace(MODEL, version=version), b"bytes", TRAINED)
    assert stores.models.active("default", "latency") is None
    stores.models.activate("default", "latency", 1, 5)
    stores.models.activate("default", "latency", 2, 5)
    assert [(item.version, item.state) for item in stores.models.versions("default", "latency")] == [
        (2, "active"),
        (1, "retired"),
    ]
    stores.models.activate("default", "latency", 1, 5)
    assert stores.models.active("default", "latency") == replace(MODEL, state="active")


def test_what_is_not_there_can_not_be_activated(stores: Stores) -> None:
    stores.models.add(MODEL, b"bytes", TRAINED)
    stores.models.activate("default", "latency", 1, 5)
    with pytest.raises(NotFound):
        stores.models.activate("default", "latency", 9, 5)
    assert stores.models.active("default", "latency") is not None


def test_a_new_active_version_retires_the_one_before_and_is_an_event(stores: Stores) -> None:
    for version in (1, 2):
        active = replace(MODEL, version=0, state="active")
        model, (event,) = stores.models.add(active, b"content %d" % version, TRAINED)
        assert (model.version, event.type) == (version, EventType.MODEL_TRAINED)
        assert event.payload == {"version": version, "algorithm": "zscore"}
    assert [item.state for item in stores.models.versions("default", "latency")] == ["active", "retired"]
    assert stores.models.content("default", "latency", 2) == b"content 2"


def test_two_that_add_at_the_same_time_get_two_numbers(stores: Stores) -> None:
    def add(_: int) -> int:
        return stores.models.add(replace(MODEL, state="active"), b"content", TRAINED)[0].version

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, range(8))) == [1, 2, 3, 4, 5, 6, 7, 8]
    versions = stores.models.versions("default", "latency")
    assert [one.version for one in versions if one.state == "active"] == [versions[0].version] == [8]


def test_a_version_is_forgotten_with_its_content_unless_it_is_active(stores: Stores) -> None:
    for version in (1, 2):
        stores.models.add(replace(MODEL, version=version, state="active"), b"content", TRAINED)
        stores.models.forget("default", "latency", version)
    stores.models.forget("default", "latency", 1)
    assert [item.version for item in stores.models.versions("default", "latency")] == [2]
    with pytest.raises(NotFound):
        stores.models.content("default", "latency", 1)


def test_a_change_of_the_active_version_is_an_event_that_tells_its_direction(stores: Stores) -> None:
    for version in (1, 2):
        stores.models.add(replace(MODEL, version=version), b"bytes", TRAINED)
    kinds = []
    for version in (2, 1, 1, 2):
        events = stores.models.activate("default", "latency", version, 5)
        kinds.append([(event.type, event.payload["version"]) for event in events])
    assert kinds == [
        [(EventType.MODEL_PROMOTED, 2)],
        [(EventType.MODEL_ROLLED_BACK, 1)],
        [],
        [(EventType.MODEL_PROMOTED, 2)],
    ]
    logged = [event.type for event in stores.events.after("default", 0)]
    assert logged[2:] == [EventType.MODEL_PROMOTED, EventType.MODEL_ROLLED_BACK, EventType.MODEL_PROMOTED]


def test_the_newest_versions_of_each_detector_and_the_active_one_are_kept(stores: Stores) -> None:
    for detector in ("latency", "traffic"):
        for version in range(1, 6):
            model = replace(MODEL, detector_id=detector, version=version)
            stores.models.add(model, b"bytes", TRAINED)
    stores.models.activate("default", "latency", 1, 5)
    assert stores.models.forget_beyond(2) == 5
    assert [item.version for item in stores.models.versions("default", "latency")] == [5, 4, 1]
    assert [item.version for item in stores.models.versions("default", "traffic")] == [5, 4]
    assert stores.models.forget_beyond(2) == 0
