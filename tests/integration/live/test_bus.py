from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from redis import Redis

from barograph.config.settings import Settings
from barograph.domain import Event, EventType
from barograph.live.bus import Bus, Notice, Subscription
from barograph.live.bus.broker import ZeroMqBroker
from barograph.live.bus.opening import open_broker, open_bus
from barograph.live.bus.redis import RedisBus
from tests.servers.base import free_port, wait_until
from tests.servers.redis import redis_server


@contextmanager
def zeromq_bus(folder: Path) -> Iterator[Callable[[], Bus]]:
    settings = Settings(state_dir=folder)
    broker = open_broker(settings)
    assert broker is not None
    with broker:
        yield lambda: open_bus(settings)


@contextmanager
def redis_bus(_folder: Path) -> Iterator[Callable[[], Bus]]:
    with redis_server() as server:
        settings = Settings(bus_url=f"redis://127.0.0.1:{server.port}")
        assert open_broker(settings) is None
        yield lambda: open_bus(settings)


@pytest.fixture(params=[zeromq_bus, redis_bus], scope="module")
def opened(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Bus]]:
    with request.param(tmp_path_factory.mktemp("bus")) as opening:
        yield opening


def event(number: int) -> Event:
    return Event(EventType.ANOMALY_UPDATED, "default", number, {"n": [1.5, None, "ü"]}, "shop", number)


def receive_until(
    subscription: Subscription, is_wanted: Callable[[Notice], bool], nudge: Callable[[], None]
) -> Notice:
    """Subscribing takes a moment to be known to publishers, so the publisher is nudged until it works."""
    found: list[Notice] = []

    def look() -> bool:
        nudge()
        notice = subscription.receive(0.2)
        if notice is not None and is_wanted(notice):
            found.append(notice)
        return bool(found)

    wait_until(look, "the notice")
    return found[0]


def test_events_reach_every_subscriber_in_order(opened: Callable[[], Bus]) -> None:
    publisher, reader = opened(), opened()
    subscriptions = [reader.subscribe(), publisher.subscribe()]
    for subscription in subscriptions:
        receive_until(subscription, lambda notice: bool(notice.events), lambda: publisher.publish([event(1)]))
    publisher.publish([event(2), event(3)])
    publisher.publish([event(4)])
    for subscription in subscriptions:
        seen: list[Event] = []
        while not seen or seen[-1].id != 4:
            notice = subscription.receive(5)
            assert notice is not None
            seen += [one for one in notice.events if one.id > 1]
        assert seen == [event(2), event(3), event(4)]
        subscription.close()
    publisher.close()
    reader.close()


def test_live_messages_flow_only_where_somebody_watches(opened: Callable[[], Bus]) -> None:
    publisher, reader = opened(), opened()
    subscription = reader.subscribe()
    channel = "scores/default/shop?"
    assert publisher.watched("scores/") == []
    subscription.watch(frozenset({channel, "scores/default/shopping?"}))
    notice = receive_until(
        subscription, lambda one: one.channel == channel, lambda: publisher.publish_live(channel, b"now")
    )
    assert notice.message == b"now"
    wait_until(lambda: len(publisher.watched("scores/default/")) == 2, "both being known")
    assert publisher.watched(channel) == [channel]
    subscription.watch(frozenset())
    wait_until(lambda: subscription.receive(0.05) is None and not publisher.watched("scores/"), "the end")
    subscription.close()
    publisher.close()
    reader.close()


def test_a_publisher_never_fails_while_the_bus_is_away(tmp_path: Path) -> None:
    for url in (f"ipc://{tmp_path}/nobody", f"redis://127.0.0.1:{free_port()}"):
        bus = open_bus(Settings(bus_url=url))
        bus.publish([event(1)])
        bus.publish_live("scores/default/shop?", b"now")
        assert bus.watched("scores/") == []
        subscription = bus.subscribe()
        assert subscription.receive(0.1) is None
        subscription.close()
        bus.close()


def test_a_broker_that_comes_back_is_found_again(tmp_path: Path) -> None:
    url = f"ipc://{tmp_path}/bus"
    bus = open_bus(Settings(bus_url=url))
    subscription = bus.subscribe()
    for number in (1, 2):
        with ZeroMqBroker(url):
            notice = receive_until(
                subscription, lambda one: bool(one.events), partial(bus.publish, [event(number)])
            )
            assert notice.events
    subscription.close()
    bus.close()


def test_a_redis_that_lost_everything_is_no_end() -> None:
    port = free_port()
    bus = RedisBus(f"redis://127.0.0.1:{port}")
    subscription = bus.subscribe()
    for number in (1, 2):
        with redis_server(port):
            notice = receive_until(
                subscription, lambda one: bool(one.events), partial(bus.publish, [event(number)])
            )
            assert notice.events[-1].id == number
    subscription.close()
    bus.close()


def test_the_stream_is_trimmed_by_size_and_by_age() -> None:
    with redis_server() as server, Redis(port=server.port) as redis:
        small = RedisBus(server.url.replace("http", "redis"), most_batches=100)
        for number in range(500):
            small.publish([event(number + 1)])
        assert redis.xlen("barograph:events") < 300
        brief = RedisBus(server.url.replace("http", "redis"), longest_age_seconds=0)
        wait_until(lambda: redis.time()[0] * 1000 > 0, "the clock")
        brief.publish([event(501)])
        assert redis.xlen("barograph:events") <= 1
        small.close()
        brief.close()
