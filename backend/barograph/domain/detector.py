"""How a detector is doing, as its last tick saw it."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["DetectorHealth", "DetectorState"]


class DetectorState(StrEnum):
    """What a detector does now."""

    PENDING = "pending"
    RUNNING = "running"
    FAILING = "failing"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class DetectorHealth:
    """The state, a sentence that says why, the error code where there is one, and since when it is so."""

    state: DetectorState
    sentence: str
    since_ms: int
    error_code: str | None = None
