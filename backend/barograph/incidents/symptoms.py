"""What a measurement tells: whether it is a symptom that callers inherit, or the work of one component."""

import re
from enum import StrEnum

__all__ = ["Symptom", "symptom_of"]


class Symptom(StrEnum):
    """What kind of strangeness a series shows."""

    LATENCY = "latency"
    ERRORS = "errors"
    TRAFFIC = "traffic"
    RESOURCE = "resource"
    LOGS = "logs"
    OTHER = "other"

    @property
    def is_inherited(self) -> bool:
        """Whether a component shows it also when only something that it calls is ill."""
        return self in (Symptom.LATENCY, Symptom.ERRORS)


_PATTERNS = (
    (Symptom.LOGS, r"\blog|template|pattern"),
    (Symptom.LATENCY, r"latency|duration|response.?time|\brtt\b|delay|\bp(50|90|95|99)\b"),
    (Symptom.ERRORS, r"error|fail|success|availability|5xx|exception|fault|drop"),
    (
        Symptom.RESOURCE,
        r"cpu|mem|heap|disk|\bfs\b|filesystem|network|syscall|thread|connection|gc|load|queue",
    ),
    (Symptom.TRAFFIC, r"request|workload|traffic|ops|rate|throughput|orders|visits|sessions"),
)
_COMPILED = tuple((symptom, re.compile(pattern, re.IGNORECASE)) for symptom, pattern in _PATTERNS)


def symptom_of(name: str) -> Symptom:
    """Tell from the name of a metric, or a title, what kind of symptom it shows."""
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ")
    for symptom, pattern in _COMPILED:
        if pattern.search(words):
            return symptom
    return Symptom.OTHER
