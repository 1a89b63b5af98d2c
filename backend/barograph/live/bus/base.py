"""The contract of every bus."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from barograph.domain import Event

__all__ = ["Bus", "EventPublisher", "LivePublisher", "Notice", "Subscription"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a subscription received: committed events, or one message of a live channel."""

    events: tuple[Event, ...] = ()
    channel: str = ""
    message: bytes = b""


class EventPublisher(Protocol):
    """Tells the other processes about events that are committed."""

    def publish(self, events: Sequence[Event]) -> None:
        """Announce committed events; never blocks and never raises, since readers find gaps by id."""
        ...


class LivePublisher(Protocol):
    """Sends what is worth something only now, and only while somebody listens."""

    def watched(self, prefix: str) -> Sequence[str]:
        """Return the live channels with this prefix that somebody listens to."""
        ...

    def publish_live(self, channel: str, message: bytes) -> None:
        """Send to everybody who watches the channel; may be lost."""
        ...


class Subscription(Protocol):
    """One reader's end of the bus; used by one thread or greenlet at a time."""

    def receive(self, timeout_seconds: float) -> Notice | None:
        """Return the next notice, or None when the time is over or the bus is away."""
        ...

    def watch(self, channels: frozenset[str]) -> None:
        """Listen to exactly these live channels soon, besides all events; never waits."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


class Bus(EventPublisher, LivePublisher, Protocol):
    """The whole bus: publish, and subscribe."""

    def subscribe(self) -> Subscription:
        """Open a reader's end; it hears what is published from about now on."""
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...
