"""The contract of every source of frames."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from barograph.domain import Frame

__all__ = ["FrameSource", "RangeRequest", "SourceHealth", "SourceState"]


@dataclass(frozen=True, slots=True)
class RangeRequest:
    """A question to a source: an expression on the grid ``start_ms, start_ms + step_ms, ... <= end_ms``."""

    expression: str
    start_ms: int
    end_ms: int
    step_ms: int


class SourceState(StrEnum):
    """How a source is doing."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """The verdict on a source, in a sentence a person can act on."""

    state: SourceState
    sentence: str
    latency_seconds: float | None = None
    product: str = ""
    version: str = ""


class FrameSource(Protocol):
    """Answers expressions with frames; raises the errors of ``barograph.errors`` and no others."""

    def fetch(self, request: RangeRequest) -> Frame:
        """Return every series of the expression on the request's grid, NaN where there is no value."""
        ...

    def check(self) -> SourceHealth:
        """Ask the source how it is; never raises."""
        ...
