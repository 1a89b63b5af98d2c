"""The contract of every source of frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from barograph.config.detector import QueryMode
from barograph.config.extraction import Extraction
from barograph.domain import Frame, Labels

__all__ = [
    "AddressHealth",
    "ExplainingSource",
    "FrameSource",
    "LearningSource",
    "ProofreadingSource",
    "RangeRequest",
    "SourceHealth",
    "SourceState",
]


@dataclass(frozen=True, slots=True)
class RangeRequest:
    """A question to a source: an expression on the grid ``start_ms, start_ms + step_ms, ... <= end_ms``.

    ``mode`` says what to make of it: the values of a metric query, or of the log lines that it selects, for
    each value of the labels in ``by``, counts of templates or error categories, or the durations that
    ``extract`` names. ``learnt`` is what a ``LearningSource`` has learnt for the model in force.
    """

    expression: str
    start_ms: int
    end_ms: int
    step_ms: int
    mode: QueryMode = "metric"
    by: tuple[str, ...] = ()
    learnt: Mapping[str, object] | None = field(default=None, repr=False)
    extract: Extraction | None = None


class SourceState(StrEnum):
    """How a source is doing."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AddressHealth:
    """How one of the addresses of a source is doing.

    ``rests_seconds`` says for how long it is passed over because it failed; 0 where it has its place.
    """

    url: str
    state: SourceState
    sentence: str
    latency_seconds: float | None = None
    is_used: bool = False
    rests_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """The verdict on a source, in a sentence a person can act on."""

    state: SourceState
    sentence: str
    latency_seconds: float | None = None
    product: str = ""
    version: str = ""
    addresses: tuple[AddressHealth, ...] = ()


class FrameSource(Protocol):
    """Answers expressions with frames; raises the errors of ``barograph.errors`` and no others."""

    def fetch(self, request: RangeRequest) -> Frame:
        """Return every series of the expression on the request's grid, NaN where there is no value."""
        ...

    def check(self) -> SourceHealth:
        """Ask the source how it is; never raises."""
        ...


@runtime_checkable
class LearningSource(Protocol):
    """A source some of whose frames depend on what it has learnt from history.

    What was learnt belongs to the model: it is kept with it and given back with every request, so that
    the frame of a window is the same whenever it is fetched.
    """

    def learn(self, request: RangeRequest) -> dict[str, object]:
        """Return what to give back as ``learnt``, as JSON values; empty where there is nothing to learn."""
        ...


@runtime_checkable
class ExplainingSource(Protocol):
    """A source that can say more about one of its series."""

    def explain(self, request: RangeRequest, labels: Labels) -> dict[str, object]:
        """Return details for people: template, examples and reasons for a series of log lines."""
        ...


@runtime_checkable
class ProofreadingSource(Protocol):
    """A source that can read an expression without evaluating it."""

    def proofread(self, expression: str) -> None:
        """Raise SourceRejectedQuery, with the words of the source, where an expression is wrong."""
        ...
