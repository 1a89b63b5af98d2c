"""Why two anomalies belong together: near in time, and related by labels, calls or experience."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from barograph.domain import Anomaly
from barograph.incidents.cooccurrence import CoOccurrence
from barograph.incidents.topology import Topology

__all__ = ["Kinship", "Place", "Relation", "Trait", "fits"]

Place = tuple[tuple[str, str], ...]
"""The labels that say where something is, each with its value."""

_OFTEN = 0.5


class Relation(StrEnum):
    """Why two anomalies belong together, the strongest reason first."""

    SAME_SERIES = "same_series"
    SAME_DETECTOR = "same_detector"
    SAME_COMPONENT = "same_component"
    CALLS = "one_calls_the_other"
    SHARED_LABELS = "shared_labels"
    OFTEN_TOGETHER = "often_together"


@dataclass(frozen=True, slots=True)
class Trait:
    """Something about an anomaly by which others find it."""

    kind: str
    value: object


@dataclass(frozen=True, slots=True)
class Kinship:
    """The rules of belonging together; ``window_ms`` is how far apart starts may lie.

    ``calm_ms`` is how long all anomalies of an incident must be over before it is: what returns until then
    belongs to it, whenever the others began.
    """

    topology: Topology
    experience: CoOccurrence
    window_ms: int = 600_000
    calm_ms: int = 0

    def traits_of(self, anomaly: Anomaly) -> Iterator[Trait]:
        """Yield by what an anomaly is found."""
        component = self.topology.component_of(anomaly.labels)
        yield Trait("series", (anomaly.detector_id, anomaly.labels))
        yield Trait("detector", anomaly.detector_id)
        yield Trait("part", (anomaly.detector_id, component))
        if component:
            yield Trait("component", component)
        if place := self.place_of(anomaly):
            yield Trait("place", place)

    def sought_by(self, anomaly: Anomaly) -> Iterator[tuple[Relation, Trait]]:
        """Yield what relatives of an anomaly are like, but for those in the same place."""
        component = self.topology.component_of(anomaly.labels)
        yield Relation.SAME_SERIES, Trait("series", (anomaly.detector_id, anomaly.labels))
        yield Relation.SAME_DETECTOR, Trait("detector", anomaly.detector_id)
        if component:
            yield Relation.SAME_COMPONENT, Trait("component", component)
        for neighbour in self.topology.neighbours_of(component):
            yield Relation.CALLS, Trait("component", neighbour)
        for part in self.experience.partners_of((anomaly.detector_id, component), _OFTEN):
            yield Relation.OFTEN_TOGETHER, Trait("part", part)

    def place_of(self, anomaly: Anomaly) -> Place:
        """Return where an anomaly is, as far as its labels say."""
        return _pick(anomaly, self.topology.place_labels)

    def owner_of(self, anomaly: Anomaly) -> Mapping[str, str]:
        """Return whose an anomaly is and in which environment, as far as its labels say."""
        return dict(_pick(anomaly, (*self.topology.owner_labels, *self.topology.environment_labels)))

    def environment_of(self, anomaly: Anomaly) -> Mapping[str, str]:
        """Return in which environment an anomaly is, as far as its labels say."""
        return dict(_pick(anomaly, self.topology.environment_labels))


def fits(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Tell whether no label that both have differs."""
    return all(other.get(name, value) == value for name, value in one.items())


def _pick(anomaly: Anomaly, names: tuple[str, ...]) -> Place:
    return tuple((name, anomaly.labels[name]) for name in names if name in anomaly.labels)
