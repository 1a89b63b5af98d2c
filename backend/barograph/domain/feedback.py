"""Feedback: what people say about an anomaly."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Feedback", "Verdict"]


class Verdict(StrEnum):
    """What an anomaly was worth."""

    EXPECTED = "expected"
    USEFUL = "useful"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person said about one anomaly. ``id`` is given by the store and only grows."""

    tenant: str
    fingerprint: str
    detector_id: str
    verdict: Verdict
    reason: str
    author: str
    at_ms: int
    id: int = 0
