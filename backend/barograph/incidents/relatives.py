"""Relatives: finds the incidents that an anomaly belongs to without looking at each of their members."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from barograph.domain import Anomaly
from barograph.incidents.kinship import Kinship, Place, Relation, Trait, fits

__all__ = ["Relatives"]

_Starts = dict[str, set[int]]
"""When the members of each incident began that have something in common."""


@dataclass(slots=True)
class Relatives:
    """Keeps the members of incidents by what they have in common; a look at a storm stays linear.

    Whose an incident is are the owner labels of all its members: it never becomes that of two.
    """

    kinship: Kinship
    _by_trait: dict[tuple[str, Trait], _Starts] = field(default_factory=dict)
    _places: dict[str, dict[Place, Mapping[str, str]]] = field(default_factory=dict)
    _owners: dict[str, dict[str, str]] = field(default_factory=dict)
    _merged: dict[str, str] = field(default_factory=dict)

    def add(self, anomaly: Anomaly, incident_id: str) -> None:
        """Note that an anomaly is a member of an incident."""
        for trait in self.kinship.traits_of(anomaly):
            starts = self._by_trait.setdefault((anomaly.tenant, trait), {})
            starts.setdefault(incident_id, set()).add(anomaly.started_ms)
        if place := self.kinship.place_of(anomaly):
            self._places.setdefault(anomaly.tenant, {})[place] = dict(place)
        owner = self._owners.setdefault(incident_id, {})
        owner.update({**self.kinship.owner_of(anomaly), **owner})

    def merge(self, into: str, name: str) -> None:
        """Note that the members of an incident are those of another one now."""
        self._merged[name] = into
        self._owners[into].update(self._owners[name])

    def of(self, anomaly: Anomaly) -> dict[str, Relation]:
        """Return the incidents that an anomaly is related to, and why, whosever they are."""
        found: dict[str, Relation] = {}
        for relation, trait in self.kinship.sought_by(anomaly):
            self._find(anomaly, relation, trait, found)
        place = dict(self.kinship.place_of(anomaly))
        for other, labels in self._places.get(anomaly.tenant, {}).items():
            if place.items() & labels.items() and fits(place, labels):
                self._find(anomaly, Relation.SHARED_LABELS, Trait("place", other), found)
        return found

    def may_join(self, anomaly: Anomaly, incident_id: str) -> bool:
        """Tell whether an incident may be of the same owner as an anomaly."""
        return fits(self.kinship.owner_of(anomaly), self._owners[incident_id])

    def may_cause(self, anomaly: Anomaly, incident_id: str) -> bool:
        """Tell whether an incident may have to do with an anomaly, whosever both are."""
        return fits(self.kinship.environment_of(anomaly), self._owners[incident_id])

    def may_merge(self, one: str, other: str) -> bool:
        """Tell whether two incidents may be of the same owner."""
        return fits(self._owners[one], self._owners[other])

    def _find(self, anomaly: Anomaly, relation: Relation, trait: Trait, found: dict[str, Relation]) -> None:
        for name, starts in self._by_trait.get((anomaly.tenant, trait), {}).items():
            home = self._home_of(name)
            is_return = relation is Relation.SAME_SERIES
            if home not in found and (is_return or self._is_near(anomaly.started_ms, starts)):
                found[home] = relation

    def _is_near(self, start_ms: int, starts: set[int]) -> bool:
        return start_ms in starts or any(abs(start_ms - one) <= self.kinship.window_ms for one in starts)

    def _home_of(self, name: str) -> str:
        while name in self._merged:
            name = self._merged[name]
        return name
