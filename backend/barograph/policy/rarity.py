"""Rarity: how often something as strange as this happens in normal times."""

import math

__all__ = ["SURPRISE_AT_ONE", "expected_gap_ms", "say_gap"]

SURPRISE_AT_ONE = 8.0
"""A score of 1 means a point seen once in ten to the power of this, or rarer."""

_UNITS = (
    ("year", 31_557_600_000),
    ("month", 2_629_800_000),
    ("week", 604_800_000),
    ("day", 86_400_000),
    ("hour", 3_600_000),
    ("minute", 60_000),
)
_BEYOND_MS = 10 * 31_557_600_000


def expected_gap_ms(score: float, step_ms: int) -> int | None:
    """Return the time in which a score as high is expected once, None where nothing can be said."""
    if not math.isfinite(score) or step_ms <= 0:
        return None
    return round(step_ms * math.pow(10.0, SURPRISE_AT_ONE * min(max(score, 0.0), 1.0)))


def say_gap(gap_ms: int) -> str:
    """Say a gap as people do: ``once in 3 weeks``."""
    if gap_ms >= _BEYOND_MS:
        return "less than once in 10 years"
    for name, length_ms in _UNITS:
        count = round(gap_ms / length_ms)
        if gap_ms >= length_ms * 0.95:
            return f"about once in {count} {name}s" if count > 1 else f"about once {_article(name)} {name}"
    return "more than once a minute"


def _article(name: str) -> str:
    return "an" if name == "hour" else "a"
