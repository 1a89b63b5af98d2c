"""Durations in bounded memory: counts on a scale where each step is a fifth longer than the one before."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["DurationSketch"]

_LEAST_MS = 0.01
_STEP = 1.2
_MOST_STEPS = 100


@dataclass(slots=True)
class DurationSketch:
    """Tells quantiles of durations within a tenth."""

    counts: dict[int, int] = field(default_factory=dict)

    def note(self, seconds: float) -> None:
        """Count one duration."""
        milliseconds = max(seconds * 1000, _LEAST_MS)
        step = min(_MOST_STEPS, int(math.log(milliseconds / _LEAST_MS) / math.log(_STEP)))
        self.counts[step] = self.counts.get(step, 0) + 1

    def quantile_ms(self, share: float) -> float | None:
        """Return the duration that this share stays below, None where none was counted."""
        wanted, seen = share * sum(self.counts.values()), 0
        for step, count in sorted(self.counts.items()):
            seen += count
            if seen >= wanted:
                return float(round(_LEAST_MS * _STEP ** (step + 0.5), 3))
        return None

    def to_json(self) -> dict[str, int]:
        """Return plain values."""
        return {str(step): count for step, count in self.counts.items()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "DurationSketch":
        """Return the sketch that ``to_json`` wrote."""
        return cls({int(step): int(count) for step, count in values.items()})
