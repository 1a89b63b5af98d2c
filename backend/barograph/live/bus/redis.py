"""The bus of many machines: a Redis stream for events, so that a gateway finds what it missed, and
publish/subscribe for what is only live.
"""

import time
from collections.abc import Sequence
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import RedisError

from barograph.domain import Event
from barograph.errors import InternalError
from barograph.live.bus.base import Notice, Subscription
from barograph.live.bus.encoding import decode_events, encode_events

__all__ = ["RedisBus"]

_STREAM = "barograph:events"
_WAKE_CHANNEL = "barograph:wake"
_LIVE_PREFIX = "barograph:live:"
_FIELD = b"e"
_TRIM_SECONDS = 60.0
_WATCHED_SECONDS = 1.0
_APPLY_SECONDS = 0.2
_PAUSE_SECONDS = 0.5
_log = structlog.get_logger(__name__)


class RedisBus:
    """Publishes without raising: readers notice by the ids what a Redis that was away did not tell them."""

    def __init__(
        self, bus_url: str, *, most_batches: int = 10_000, longest_age_seconds: float = 3600.0
    ) -> None:
        # The answers of redis-py are typed as everything that any server and protocol could say.
        self._redis: Any = Redis.from_url(bus_url, protocol=2, socket_timeout=2.0, socket_connect_timeout=2.0)
        self._most_batches = most_batches
        self._longest_age_seconds = longest_age_seconds
        self._trimmed_at = 0.0
        self._watched: tuple[float, tuple[str, ...]] = (0.0, ())

    def publish(self, events: Sequence[Event]) -> None:
        """Announce committed events: one entry of the stream, and a call to look."""
        batch = self._redis.pipeline(transaction=True)
        batch.xadd(_STREAM, {_FIELD: encode_events(events)}, maxlen=self._most_batches, approximate=True)
        batch.publish(_WAKE_CHANNEL, b"")
        now = time.time()
        if now - self._trimmed_at > _TRIM_SECONDS:
            self._trimmed_at = now
            oldest_ms = int((now - self._longest_age_seconds) * 1000)
            batch.xtrim(_STREAM, minid=str(oldest_ms), approximate=False)
        try:
            batch.execute()
        except RedisError as error:
            _log.warning("bus.publish_failed", error=str(error), events=len(events))

    def publish_live(self, channel: str, message: bytes) -> None:
        """Send to everybody who watches the channel."""
        try:
            self._redis.publish(_LIVE_PREFIX + channel, message)
        except RedisError as error:
            _log.warning("bus.publish_live_failed", error=str(error))

    def watched(self, prefix: str) -> Sequence[str]:
        """Return the watched channels with this prefix, as they were at most a second ago."""
        asked_at, channels = self._watched
        now = time.monotonic()
        if now - asked_at > _WATCHED_SECONDS:
            channels = self._ask_watched()
            self._watched = (now, channels)
        return [channel for channel in channels if channel.startswith(prefix)]

    def subscribe(self) -> Subscription:
        """Open a reader's end."""
        return _RedisSubscription(self._redis)

    def close(self) -> None:
        """Let go of every connection."""
        self._redis.close()

    def _ask_watched(self) -> tuple[str, ...]:
        try:
            names = self._redis.pubsub_channels(f"{_LIVE_PREFIX}*")
        except RedisError as error:
            _log.warning("bus.watched_failed", error=str(error))
            return ()
        return tuple(sorted(name.decode().removeprefix(_LIVE_PREFIX) for name in names))


class _RedisSubscription:
    """Waits for calls to look, then reads the stream from where it was."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis
        self._calls: Any = None
        self._position = ""
        self._wanted: frozenset[str] = frozenset()
        self._channels: frozenset[str] = frozenset()

    def receive(self, timeout_seconds: float) -> Notice | None:
        """Return the next notice, or None when the time is over or Redis is away."""
        end = time.monotonic() + timeout_seconds
        try:
            while (left := end - time.monotonic()) > 0:
                notice = self._receive_once(min(left, _APPLY_SECONDS))
                if notice is not None:
                    return notice
        except RedisError as error:
            _log.warning("bus.receive_failed", error=str(error))
            self._forget_calls()
            time.sleep(min(timeout_seconds, _PAUSE_SECONDS))
        return None

    def watch(self, channels: frozenset[str]) -> None:
        """Listen to exactly these live channels soon: `receive` tells Redis, since this must not wait."""
        self._wanted = channels

    def close(self) -> None:
        """Stop listening."""
        self._forget_calls()

    def _receive_once(self, timeout_seconds: float) -> Notice | None:
        calls = self._connected()
        self._apply_wanted(calls)
        message = calls.get_message(ignore_subscribe_messages=True, timeout=timeout_seconds)
        if message is None:
            return None
        channel = message["channel"].decode()
        if channel != _WAKE_CHANNEL:
            return Notice(channel=channel.removeprefix(_LIVE_PREFIX), message=message["data"])
        return self._read_stream()

    def _connected(self) -> Any:
        if self._calls is None:
            self._position = self._position or self._newest_position()
            self._calls = self._redis.pubsub()
            self._calls.subscribe(_WAKE_CHANNEL)
            self._channels = frozenset()
        return self._calls

    def _newest_position(self) -> str:
        newest = self._redis.xrevrange(_STREAM, count=1)
        return str(newest[0][0].decode()) if newest else "0-0"

    def _read_stream(self) -> Notice | None:
        answer = self._redis.xread({_STREAM: self._position})
        if not answer:
            return None
        entries = answer[0][1]
        self._position = entries[-1][0].decode()
        return Notice(events=tuple(event for _, fields in entries for event in _events_of(fields)))

    def _apply_wanted(self, calls: Any) -> None:
        wanted, known = self._wanted, self._channels
        if wanted - known:
            calls.subscribe(*(_LIVE_PREFIX + channel for channel in wanted - known))
        if known - wanted:
            calls.unsubscribe(*(_LIVE_PREFIX + channel for channel in known - wanted))
        self._channels = wanted

    def _forget_calls(self) -> None:
        if self._calls is not None:
            self._calls.close()
            self._calls = None


def _events_of(fields: dict[bytes, bytes]) -> tuple[Event, ...]:
    if _FIELD not in fields:
        raise InternalError("An entry of the stream has no events. Use a Redis database of its own.")
    return decode_events(fields[_FIELD])
