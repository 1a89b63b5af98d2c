"""What clients of a measurement saw: times, and which events each of them had."""

import time
from array import array
from dataclasses import dataclass, field

import msgspec

__all__ = ["ClientsReport", "Seen", "Tally"]


class ClientsReport(msgspec.Struct, frozen=True):
    """What the clients saw; times in milliseconds, counted from the scheduled moment of each event."""

    connect_ms: list[float]
    delivery_ms: list[float]
    received: int
    lost: int
    doubled: int
    closed: int


@dataclass(slots=True, eq=False)
class Seen:
    """What one client saw."""

    last_id: int = 0
    received: int = 0
    doubled: int = 0


class _Message(msgspec.Struct):
    """The part of a message that is looked at."""

    type: str
    id: int = 0
    payload: dict[str, object] = {}


@dataclass
class Tally:
    """Looks at messages and counts; a frame that many get is read once."""

    connect_ms: "array[float]" = field(default_factory=lambda: array("d"))
    delivery_ms: "array[float]" = field(default_factory=lambda: array("d"))
    closed: int = 0
    _known_frame: bytes = b""
    _known: tuple[int, float] = (0, 0.0)

    def count_known(self, seen: Seen, frame: bytes) -> bool:
        """Count a frame that was read for another client before; tells whether it was."""
        if frame != self._known_frame:
            return False
        self._count(seen, *self._known)
        return True

    def look_at(self, seen: Seen, text: bytes, frame: bytes, started: float) -> bool:
        """Read a text and count it; tells whether it is the answer to a subscription."""
        message = msgspec.json.decode(text, type=_Message)
        if message.type == "subscribed":
            self.connect_ms.append((time.monotonic() - started) * 1000)
            return True
        if message.type == "event":
            self._known_frame = frame
            self._known = (message.id, float(str(message.payload["scheduled"])))
            self._count(seen, *self._known)
        return False

    def report(self, everybody: list[Seen], expected_events: int) -> ClientsReport:
        """Return the sum of what all clients saw."""
        received = sum(seen.received for seen in everybody)
        return ClientsReport(
            self.connect_ms.tolist(),
            self.delivery_ms.tolist(),
            received,
            expected_events * len(everybody) - received,
            sum(seen.doubled for seen in everybody),
            self.closed,
        )

    def _count(self, seen: Seen, event_id: int, scheduled: float) -> None:
        self.delivery_ms.append((time.monotonic() - scheduled) * 1000)
        if event_id <= seen.last_id:
            seen.doubled += 1
        else:
            seen.received += 1
            seen.last_id = event_id
