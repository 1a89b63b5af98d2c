"""What a sink is: it takes messages and says of each what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from barograph.storage.outbox import OutboxItem

__all__ = ["Carrier", "Outcome", "Sink", "Verdict"]


class Outcome(StrEnum):
    """What became of a message, and so whether trying again can help."""

    DELIVERED = "delivered"
    RETRY = "retry"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one message, why, and how long the other side asks us to wait."""

    outcome: Outcome
    reason: str = ""
    wait_seconds: float = 0.0


class Carrier(Protocol):
    """Carries what waits in one queue; ``name`` is that of the queue."""

    name: str

    def run_once(self, now_ms: int) -> bool:
        """Carry one batch where something is due; tells whether there may be more."""
        ...

    def to_json(self) -> dict[str, object]:
        """Return the state and the counts since the start, for health and metrics."""
        ...


class Sink(Protocol):
    """Somebody who is told; ``name`` is that of its messages in the outbox."""

    name: str
    queue_limit: int
    batch_size: int

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Tell, and return a verdict for each message in their order; a failed exchange raises nothing."""
        ...

    def refresh(self, now_ms: int) -> Verdict | None:
        """Tell again what must not be forgotten, where that is due; None where nothing was."""
        ...
