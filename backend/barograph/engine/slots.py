"""When a detector is due: fixed slots, spread over the interval so that sources see an even load."""

from dataclasses import dataclass
from hashlib import blake2b

__all__ = ["Slots", "last_finished_point"]

_MOST_SPREAD_MS = 30_000


@dataclass(frozen=True, slots=True)
class Slots:
    """The moments ``k * interval + phase``; the same detector has the same phase on every machine.

    The spread is bounded, so that a detector with a long interval does not hear of a point much later
    than it could.
    """

    interval_ms: int
    phase_ms: int

    @classmethod
    def of(cls, detector_id: str, interval_ms: int) -> "Slots":
        """Return the slots of a detector."""
        digest = int.from_bytes(blake2b(detector_id.encode(), digest_size=8).digest())
        return cls(interval_ms, digest % max(1, min(interval_ms, _MOST_SPREAD_MS)))

    def next_after(self, now_ms: int) -> int:
        """Return the first slot after ``now_ms``."""
        return ((now_ms - self.phase_ms) // self.interval_ms + 1) * self.interval_ms + self.phase_ms

    def count_between(self, earlier_ms: int, later_ms: int) -> int:
        """Count the slots with ``earlier_ms < slot <= later_ms``."""
        return (later_ms - self.phase_ms) // self.interval_ms - (
            earlier_ms - self.phase_ms
        ) // self.interval_ms


def last_finished_point(now_ms: int, step_ms: int, offset_ms: int) -> int:
    """Return the last moment of the grid whose data had ``offset_ms`` to arrive."""
    return (now_ms - offset_ms) // step_ms * step_ms
