import pytest

from barograph.domain import Event, EventType
from barograph.errors import ValidationFailed
from barograph.storage import Stores
from barograph.storage.model_watches import StoredWatch
from tests.unit.storage.making import make_spec

DRIFTED = Event(EventType.MODEL_DRIFTED, "default", 5, {"version": 1}, "latency")


def test_the_latest_watch_takes_the_place_of_the_one_before(stores: Stores) -> None:
    assert stores.model_watches.get("default", "latency") is None
    for version in (1, 2):
        watch = StoredWatch("default", "latency", version, version * 10, {"points": version}, {"drift": {}})
        stores.model_watches.save(watch)
    assert stores.model_watches.get("default", "latency") == watch
    assert stores.model_watches.get("other", "latency") is None


def test_a_watch_and_its_news_are_stored_together(stores: Stores) -> None:
    (told,) = stores.model_watches.save(StoredWatch("default", "latency", 1, 5), DRIFTED)
    assert told.id > 0
    assert [event.type for event in stores.events.after("default", told.id - 1)] == [EventType.MODEL_DRIFTED]


def test_what_cannot_be_stored_is_not_told(stores: Stores) -> None:
    _, before = stores.events.span()
    unstorable = StoredWatch("default", "latency", 2**70, 5)
    with pytest.raises(ValidationFailed):
        stores.model_watches.save(unstorable, DRIFTED)
    assert stores.events.span()[1] == before


def test_a_detector_takes_its_watch_along(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 1)
    stores.model_watches.save(StoredWatch("default", "latency", 1, 5))
    stores.detectors.delete("default", "latency", 2)
    assert stores.model_watches.get("default", "latency") is None
