"""Lines as they come from a source of logs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from barograph.domain import Labels

__all__ = ["LONGEST_TEXT", "LineReader", "LogLine"]

LONGEST_TEXT = 16_384
"""How much of a line is read, in characters: every pattern is tried on it."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line: when (nanoseconds since the epoch), of which stream, and its text.

    ``apart`` are labels of the line alone: parsed ones and structured metadata.
    """

    time_ns: int
    labels: Labels
    text: str
    apart: Mapping[str, str] = field(default_factory=dict, compare=False)


class LineReader(Protocol):
    """Reads lines; raises the errors of ``barograph.errors`` and no others."""

    def read(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        """Yield every line with ``start_ns <= t < end_ns`` once, in order of time, in pages."""
        ...
