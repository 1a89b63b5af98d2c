"""The bus of one machine: ZeroMQ over ipc, with a broker in the supervisor that everybody connects to."""

import select
import threading
import time
from collections.abc import Sequence

import zmq

from barograph.domain import Event
from barograph.live.bus.base import Notice, Subscription
from barograph.live.bus.encoding import decode_events, encode_events

__all__ = ["ZeroMqBus", "endpoints_of"]

_EVENTS_TOPIC = b"events\0"
_LIVE_PREFIX = b"live/"
_HIGH_WATER_MARK = 20_000
# The descriptor of a ZeroMQ socket signals edges; looking again now and then makes a missed edge harmless.
_LOOK_AGAIN_SECONDS = 0.5


def endpoints_of(bus_url: str) -> tuple[str, str]:
    """Return where publishers and where subscribers connect."""
    return f"{bus_url}.in", f"{bus_url}.out"


class ZeroMqBus:
    """Publishes without ever blocking; a message that finds no room is found again by its id."""

    def __init__(self, bus_url: str) -> None:
        self._publish_to, self._subscribe_to = endpoints_of(bus_url)
        self._context = zmq.Context()
        self._lock = threading.Lock()
        self._publisher: zmq.Socket[bytes] | None = None
        self._watched: set[bytes] = set()

    def connect(self) -> None:
        """Open the publishing end now, so that the first event finds its way at once."""
        with self._lock:
            self._connected()

    def publish(self, events: Sequence[Event]) -> None:
        """Announce committed events."""
        self._send(_EVENTS_TOPIC, encode_events(events))

    def publish_live(self, channel: str, message: bytes) -> None:
        """Send to everybody who watches the channel."""
        self._send(_live_topic(channel), message)

    def watched(self, prefix: str) -> Sequence[str]:
        """Return the watched channels with this prefix; subscriptions travel to publishers by themselves."""
        start = _LIVE_PREFIX + prefix.encode()
        with self._lock:
            self._read_subscriptions(self._connected())
            return sorted(_channel_of(topic) for topic in self._watched if topic.startswith(start))

    def subscribe(self) -> Subscription:
        """Open a reader's end."""
        socket = self._context.socket(zmq.SUB)
        socket.set(zmq.RCVHWM, _HIGH_WATER_MARK)
        socket.set(zmq.LINGER, 0)
        socket.set(zmq.RECONNECT_IVL, 50)
        socket.set(zmq.SUBSCRIBE, _EVENTS_TOPIC)
        socket.connect(self._subscribe_to)
        return _ZeroMqSubscription(socket)

    def close(self) -> None:
        """Let go of every connection."""
        with self._lock:
            self._context.destroy(linger=100)

    def _connected(self) -> "zmq.Socket[bytes]":
        if self._publisher is None:
            socket = self._context.socket(zmq.XPUB)
            socket.set(zmq.SNDHWM, _HIGH_WATER_MARK)
            socket.set(zmq.LINGER, 100)
            socket.set(zmq.RECONNECT_IVL, 50)
            socket.connect(self._publish_to)
            self._publisher = socket
        return self._publisher

    def _send(self, topic: bytes, message: bytes) -> None:
        with self._lock:
            socket = self._connected()
            self._read_subscriptions(socket)
            try:
                socket.send_multipart([topic, message], zmq.NOBLOCK)
            except zmq.Again:
                return

    def _read_subscriptions(self, socket: "zmq.Socket[bytes]") -> None:
        while True:
            try:
                note = socket.recv(zmq.NOBLOCK)
            except zmq.Again:
                return
            if note.startswith(b"\x01"):
                self._watched.add(note[1:])
            else:
                self._watched.discard(note[1:])


class _ZeroMqSubscription:
    """Waits on the socket's descriptor through `select`, so that it yields under gevent too."""

    def __init__(self, socket: "zmq.Socket[bytes]") -> None:
        self._socket = socket
        self._channels: frozenset[str] = frozenset()
        self._descriptor = int(socket.get(zmq.FD))

    def receive(self, timeout_seconds: float) -> Notice | None:
        """Return the next notice, or None when the time is over."""
        end = time.monotonic() + timeout_seconds
        while True:
            try:
                topic, message = self._socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self._wait(min(left, _LOOK_AGAIN_SECONDS))
                continue
            if topic == _EVENTS_TOPIC:
                return Notice(events=decode_events(message))
            return Notice(channel=_channel_of(topic), message=message)

    def watch(self, channels: frozenset[str]) -> None:
        """Listen to exactly these live channels."""
        for channel in channels - self._channels:
            self._socket.set(zmq.SUBSCRIBE, _live_topic(channel))
        for channel in self._channels - channels:
            self._socket.set(zmq.UNSUBSCRIBE, _live_topic(channel))
        self._channels = channels

    def close(self) -> None:
        """Stop listening."""
        self._socket.close(0)

    def _wait(self, seconds: float) -> None:
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        poller.poll(seconds * 1000)


def _live_topic(channel: str) -> bytes:
    # The closing zero makes ZeroMQ's prefix match an exact one.
    return _LIVE_PREFIX + channel.encode() + b"\0"


def _channel_of(topic: bytes) -> str:
    return topic.removeprefix(_LIVE_PREFIX).removesuffix(b"\0").decode()
