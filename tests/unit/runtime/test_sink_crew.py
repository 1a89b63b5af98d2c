"""Sinks whose files change while the engine runs: what waits goes to the new address, in order and once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.domain import Labels
from barograph.runtime.sink_crew import SinkCrew
from barograph.sinks.write_request import Sample
from barograph.storage import Stores
from tests.servers.base import free_port, wait_until
from tests.servers.receiver import Receiver, receiver_running
from tests.unit.storage.making import make_anomaly, opened, resolved

NOW = 1_750_000_000_000
Say = Callable[..., None]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiver_running() as running:
        yield running


class Files:
    """What the files of sinks say."""

    def __init__(self) -> None:
        self.specs: tuple[SinkSpec, ...] = ()

    def __call__(self) -> tuple[SinkSpec, ...]:
        return self.specs

    def say(self, *sinks: dict[str, Any]) -> None:
        self.specs = tuple(TypeAdapter[SinkSpec](SinkSpec).validate_python(sink) for sink in sinks)


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def crew(stores: Stores, files: Files) -> Iterator[SinkCrew]:
    made = SinkCrew(files, Settings(), stores)
    yield made
    made.dispatcher.stop(patience_seconds=10)


def hook(url: str, name: str = "default", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "webhook", "urls": [url], "send": ["anomalies"], **more}


def test_what_waits_for_a_dead_address_goes_to_the_new_one_in_order(
    stores: Stores, crew: SinkCrew, files: Files, receiver: Receiver
) -> None:
    told = Stores.over(stores.database, ("default/1",), ())
    files.say(hook(f"http://127.0.0.1:{free_port()}"))
    crew.look()
    anomaly = make_anomaly(NOW)
    told.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1)], NOW)
    wait_until(lambda: crew.dispatcher.to_json()["default/1"]["retry"] == 2, "the failure")
    files.say(hook(receiver.url))
    crew.look()
    # The first attempt has put the messages off for a second.
    wait_until(lambda: len(receiver.deliveries) == 2, "the messages at the new address")
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]
    wait_until(lambda: stores.outbox.pending_count("default/1") == 0, "the messages being settled")


def test_a_changed_address_hears_nothing_twice(
    stores: Stores, crew: SinkCrew, files: Files, receiver: Receiver
) -> None:
    told, anomaly = Stores.over(stores.database, ("default/1",), ()), make_anomaly(NOW)
    files.say(hook(receiver.url))
    crew.look()
    told.anomalies.record([opened(anomaly)], NOW)
    wait_until(lambda: len(receiver.deliveries) == 1, "the start")
    files.say(hook(f"{receiver.url}/other"))
    crew.look()
    told.anomalies.record([resolved(anomaly, NOW + 1)], NOW)
    wait_until(lambda: len(receiver.deliveries) == 2, "the end")
    assert [delivery.path for delivery in receiver.deliveries] == ["/", "/other"]
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]


def test_a_sink_that_stays_keeps_its_courier_and_a_removed_one_carries_no_more(
    stores: Stores, crew: SinkCrew, files: Files, receiver: Receiver
) -> None:
    files.say(hook(receiver.url), hook(receiver.url, "gone"))
    crew.look()
    Stores.over(stores.database, ("default/1",), ()).anomalies.record([opened(make_anomaly(NOW))], NOW)
    wait_until(lambda: crew.dispatcher.to_json()["default/1"]["delivered"] == 1, "the delivery")
    files.say(hook(receiver.url))
    crew.look()
    assert crew.dispatcher.queues == {"default/1"}
    assert crew.dispatcher.to_json()["default/1"]["delivered"] == 1


def test_samples_that_wait_in_memory_are_handed_over(
    crew: SinkCrew, files: Files, receiver: Receiver
) -> None:
    store = {"name": "store", "type": "remote_write"}
    files.say({**store, "urls": [f"http://127.0.0.1:{free_port()}"]})
    crew.look()
    (writer,) = crew.writers()
    writer.offer([Sample(Labels(__name__="barograph_score"), NOW, 0.5)])
    wait_until(lambda: writer.to_json()["failures_in_a_row"] == 1, "the failure")
    files.say({**store, "urls": [receiver.url]})
    crew.look()
    wait_until(lambda: len(receiver.deliveries) == 1, "the sample at the new address")
