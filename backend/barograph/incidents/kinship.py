"""Whether two anomalies belong together: near in time, and related by labels, calls or experience."""

from dataclasses import dataclass
from enum import StrEnum

from barograph.domain import Anomaly
from barograph.incidents.cooccurrence import CoOccurrence
from barograph.incidents.topology import Topology

__all__ = ["Kinship", "Relation"]

_SHARED_LABELS = ("cluster", "namespace", "env", "environment", "team", "service", "app", "job")
_OFTEN = 0.5


class Relation(StrEnum):
    """Why two anomalies belong together."""

    SAME_DETECTOR = "same_detector"
    SAME_COMPONENT = "same_component"
    CALLS = "one_calls_the_other"
    SHARED_LABELS = "shared_labels"
    OFTEN_TOGETHER = "often_together"


@dataclass(frozen=True, slots=True)
class Kinship:
    """The rules of belonging together; ``window_ms`` is how far apart starts may lie."""

    topology: Topology
    experience: CoOccurrence
    window_ms: int = 600_000

    def relate(self, one: Anomaly, other: Anomaly) -> Relation | None:
        """Return why two anomalies belong together, None where they do not."""
        if one.tenant != other.tenant or not self.are_near(one, other):
            return None
        if one.detector_id == other.detector_id:
            return Relation.SAME_DETECTOR
        mine, theirs = self.topology.component_of(one.labels), self.topology.component_of(other.labels)
        if mine and mine == theirs:
            return Relation.SAME_COMPONENT
        if self.topology.are_neighbours(mine, theirs):
            return Relation.CALLS
        if _share_labels(one, other):
            return Relation.SHARED_LABELS
        often = self.experience.share_of((one.detector_id, mine), (other.detector_id, theirs))
        return Relation.OFTEN_TOGETHER if often >= _OFTEN else None

    def are_near(self, one: Anomaly, other: Anomaly) -> bool:
        """Tell whether one began within the window of the other's begin, or while it went on."""
        first, second = sorted((one, other), key=lambda anomaly: anomaly.started_ms)
        apart_ms = second.started_ms - first.started_ms
        return apart_ms <= self.window_ms


def _share_labels(one: Anomaly, other: Anomaly) -> bool:
    """Tell whether a label that names a place is equal, and none of them differs."""
    both = [name for name in _SHARED_LABELS if one.labels.get(name) and other.labels.get(name)]
    return bool(both) and all(one.labels[name] == other.labels[name] for name in both)
