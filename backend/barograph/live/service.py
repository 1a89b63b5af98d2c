"""The live part of one web worker, put together: feed, hub, gateway and pulse on the worker's event loop."""

import gc

import gevent

from barograph.live.bus import Bus, Subscription
from barograph.live.feed import EventFeed
from barograph.live.gateway import Gateway, GatewayLimits
from barograph.live.hub import SocketHub
from barograph.live.log import EventReader
from barograph.live.pulse import Pulse
from barograph.live.recent import RecentEvents
from barograph.live.shutdown import call_on_sigterm
from barograph.live.subscribing import Subscriptions
from barograph.live.wire import GeventLoop

__all__ = ["LiveService"]


class LiveService:
    """Starts and stops everything that moves; one for each web worker, made after the fork."""

    def __init__(
        self,
        log: EventReader,
        bus: Bus,
        limits: GatewayLimits | None = None,
        recent_events: int = 2000,
        look_seconds: float = 2.0,
    ) -> None:
        limits = limits or GatewayLimits()
        self._subscription: Subscription = bus.subscribe()
        hub = SocketHub(RecentEvents(recent_events), self._subscription.watch)
        self.feed = EventFeed(log, self._subscription, hub, gevent.sleep, look_seconds)
        subscriptions = Subscriptions(hub, log, self.feed.catch_up, gevent.spawn, gevent.sleep)
        self.gateway = Gateway(hub, subscriptions, GeventLoop(), limits)
        self._pulse = Pulse(hub, limits.heartbeat_seconds, limits.borne_block_seconds, gevent.sleep)
        self._greenlets: list[gevent.Greenlet[[], None]] = []

    def start(self) -> None:
        """Begin to follow the log."""
        tune_garbage_collector()
        self.feed.start()
        call_on_sigterm(self.stop)
        self._greenlets = [gevent.spawn(self.feed.run), gevent.spawn(self._pulse.run)]

    def stop(self) -> None:
        """Say goodbye to every client at once and end; never waits, so signal handlers may spawn it."""
        self.gateway.close()
        self.feed.stop()
        self._pulse.stop()
        gevent.killall(self._greenlets, block=False)
        self._subscription.close()


def tune_garbage_collector() -> None:
    """Collect rarely: with thousands of sockets a collection is what makes a new client wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
