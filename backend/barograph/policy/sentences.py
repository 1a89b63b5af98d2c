"""The sentence a tired person on call reads at 3 a.m.: what happened, how far off, since when, how rare."""

import math
from dataclasses import dataclass

from barograph.domain import Labels
from barograph.policy.quantities import say_quantity, say_range
from barograph.policy.rarity import say_gap

__all__ = ["Facts", "say", "say_duration", "say_subject"]

_HIDDEN_LABELS = ("__name__", "job", "instance")
_IDENTITIES = {"pattern": "template"}
"""Labels that say in words what another says as a number."""
_MOST_LABELS = 3
_MEASURED = ("seconds", "bytes", "bytes_per_second", "ratio", "percent")
_COUNTED = (
    *("connections", "containers", "errors", "events", "files", "items", "jobs", "lines", "messages"),
    *(
        "orders",
        "packets",
        "pods",
        "processes",
        "queries",
        "requests",
        "sessions",
        "tasks",
        "threads",
        "users",
    ),
)
_NEVER_NEGATIVE = frozenset((*_MEASURED, *_COUNTED))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sentence is made of."""

    title: str
    unit: str
    actual: float
    expected: float
    lower: float
    upper: float
    lasted_ms: int
    gap_ms: int | None
    labels: Labels | None = None
    is_over: bool = False


def say(facts: Facts) -> str:
    """Say an episode in one plain sentence, in the past tense where it is over."""
    subject = say_subject(facts.title, facts.labels)
    lasted = say_duration(facts.lasted_ms)
    if math.isnan(facts.actual):
        return f"{subject} {'had' if facts.is_over else 'has had'} no data for {lasted}."
    actual = say_quantity(facts.actual, facts.unit)
    expected = _say_expected(facts)
    rare = f"; this happens {say_gap(facts.gap_ms)}" if facts.gap_ms else ""
    return f"{subject} {'was' if facts.is_over else 'is'} {actual}{expected}, for {lasted}{rare}."


def say_subject(title: str, labels: Labels | None) -> str:
    """Name a series: the title with its most telling labels."""
    if not labels:
        return title
    hidden = (*_HIDDEN_LABELS, *(_IDENTITIES[name] for name in _IDENTITIES if name in labels))
    telling = labels.without(*hidden) or labels.without("__name__") or labels
    shown = list(telling.items())[:_MOST_LABELS]
    return f"{title} ({', '.join(f'{name}={value}' for name, value in shown)})"


def _say_expected(facts: Facts) -> str:
    if math.isfinite(facts.lower) and math.isfinite(facts.upper):
        band = say_range(_possible(facts), facts.upper, facts.unit)
        is_inside = facts.lower <= facts.actual <= facts.upper
        behaves = "behaved" if facts.is_over else "behaves"
        return (
            f", within the expected {band}, but {behaves} unlike before"
            if is_inside
            else f", expected {band}"
        )
    if math.isfinite(facts.expected):
        return f", expected {say_quantity(facts.expected, facts.unit)}"
    return ", unlike what it was before"


def _possible(facts: Facts) -> float:
    """Raise a band's lower end to zero where nobody has ever seen less: no share or count is negative."""
    is_never_negative = facts.unit.removesuffix("/s") in _NEVER_NEGATIVE and facts.expected >= 0
    return max(0.0, facts.lower) if is_never_negative else facts.lower


def say_duration(milliseconds: int) -> str:
    """Say a duration in its one or two largest units: ``4 min``, ``1 h 20 min``."""
    seconds = max(0, round(milliseconds / 1000))
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if hours == 0:
        return f"{minutes} min"
    if days == 0:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{days} d {hours % 24} h" if hours % 24 else f"{days} d"
