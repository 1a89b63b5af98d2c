"""What policy decided about an episode: the step from the tick before to this one."""

from dataclasses import dataclass
from enum import StrEnum

from barograph.domain.anomaly import Anomaly

__all__ = ["AnomalyChange", "ChangeKind"]


class ChangeKind(StrEnum):
    """What happened to an episode."""

    OPENED = "opened"
    UPDATED = "updated"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class AnomalyChange:
    """An episode as it is now, what happened to it, and the reason in a word of policy's vocabulary."""

    kind: ChangeKind
    anomaly: Anomaly
    reason: str = ""
