"""When a series reaches a limit, and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from barograph.algorithms.outlook import Outlook
from barograph.config.detector import Limit
from barograph.domain import FloatArray, Frame, TimeArray
from barograph.policy.quantities import say_quantity
from barograph.policy.sentences import say_duration, say_subject

__all__ = ["Reach", "find_reaches"]


@dataclass(frozen=True, slots=True)
class Reach:
    """A limit that is expected to be reached at a moment; ``earliest`` and ``latest`` are by the band."""

    limit: float
    name: str
    at_ms: int
    earliest_ms: int | None
    latest_ms: int | None
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Return the reach as JSON."""
        return asdict(self)


def find_reaches(
    title: str, unit: str, limits: Sequence[Limit], window: Frame, outlook: Outlook
) -> list[Reach]:
    """Return the limits that one series reaches from where it is now, the soonest first."""
    known = window.values[0][np.isfinite(window.values[0])]
    if not known.size:
        return []
    subject = say_subject(title, window.labels[0])
    now_ms, now = int(window.timestamps[-1]), float(known[-1])
    found = (_reach(subject, unit, limit, now, now_ms, outlook) for limit in limits)
    return sorted((reach for reach in found if reach is not None), key=lambda reach: reach.at_ms)


def _reach(subject: str, unit: str, limit: Limit, now: float, now_ms: int, outlook: Outlook) -> Reach | None:
    what = (
        f"{limit.name} ({say_quantity(limit.value, unit)})" if limit.name else say_quantity(limit.value, unit)
    )
    if now == limit.value:
        return Reach(limit.value, limit.name, now_ms, None, None, f"{subject} has reached {what}.")
    sign = 1.0 if now < limit.value else -1.0
    at_ms = _first(sign * outlook.expected[0], sign * limit.value, outlook.timestamps)
    if at_ms is None:
        return None
    near, far = (outlook.upper, outlook.lower) if sign > 0 else (outlook.lower, outlook.upper)
    earliest = _first(sign * near[0], sign * limit.value, outlook.timestamps)
    latest = _first(sign * far[0], sign * limit.value, outlook.timestamps)
    when = _say_when(at_ms, earliest, latest, now_ms)
    sentence = f"{subject} is {say_quantity(now, unit)} and reaches {what} {when}."
    return Reach(limit.value, limit.name, at_ms, earliest, latest, sentence)


def _first(values: FloatArray, bound: float, timestamps: TimeArray) -> int | None:
    beyond = np.nan_to_num(values, nan=-np.inf) >= bound
    return int(timestamps[np.argmax(beyond)]) if beyond.any() else None


def _say_when(at_ms: int, earliest: int | None, latest: int | None, now_ms: int) -> str:
    """Say when, and between when and when where that reads differently."""
    about = say_duration(at_ms - now_ms)
    soonest = about if earliest is None else say_duration(earliest - now_ms)
    if latest is None:
        rest = " or later" if soonest == about else f", in {soonest} at the earliest"
        return f"in about {about}{rest}"
    farthest = say_duration(latest - now_ms)
    if soonest == farthest:
        return f"in about {about}"
    return f"in about {about}, between {soonest} and {farthest}"
