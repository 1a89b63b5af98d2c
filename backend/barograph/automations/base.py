"""What an action is, to whoever runs it."""

from dataclasses import dataclass
from typing import Any, Protocol

from barograph.automations.occurrence import BY_AUTOMATION, Occurrence

__all__ = ["Act", "Occasion"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why something is done: which run of which automation about what, and how long it may take.

    ``key`` is the same in every attempt of one action, so that receivers can recognise a second one.
    """

    automation: str
    run_id: int
    key: str
    seen: Occurrence
    now_ms: int
    timeout_seconds: float
    decided_by: str = ""

    @property
    def author(self) -> str:
        """Return who does it, with all automations that led to it; events carry this."""
        return BY_AUTOMATION + ">".join((*self.seen.chain, self.automation))


class Act(Protocol):
    """Does one kind of action; raises only ``barograph.errors``."""

    def __call__(self, action: Any, occasion: Occasion) -> str:
        """Do it and return a sentence about what was done."""
        ...
