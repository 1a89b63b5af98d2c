"""The fold of anomalies into incidents: join, open, merge, close."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Incident,
    IncidentChange,
    IncidentState,
)
from barograph.incidents.blame import blame
from barograph.incidents.differences import list_changes
from barograph.incidents.kinship import Kinship, Relation
from barograph.incidents.relatives import Relatives

__all__ = ["Grouping"]

_ACROSS_OWNERS = (Relation.SAME_COMPONENT, Relation.CALLS, Relation.OFTEN_TOGETHER)


class Grouping:
    """Takes what happened to anomalies and says what happens to incidents; keeps them while it does."""

    def __init__(
        self,
        kinship: Kinship,
        incidents: Iterable[Incident],
        anomalies: Mapping[str, Anomaly],
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self._kinship = kinship
        self._titles = titles or {}
        known = list(incidents)
        self._incidents = {one.id: one for one in known if one.state is IncidentState.OPEN}
        self._ended = {one.id: one for one in known if one.state is not IncidentState.OPEN}
        self._anomalies = dict(anomalies)
        self._before = dict(self._incidents)
        self._relatives = Relatives(kinship)
        for incident in self._incidents.values():
            for name in incident.members:
                if name in self._anomalies:
                    self._relatives.add(self._anomalies[name], incident.id)
        self._reasons: dict[str, str] = {}
        self._outlived: set[str] = set()
        self._settled = {name for one in self._incidents.values() for name in (*one.members, *one.left_out)}

    def take(
        self, changes: Sequence[AnomalyChange], now_ms: int = 0, again: Collection[str] = ()
    ) -> tuple[IncidentChange, ...]:
        """Fold changes in; a storm of changes gives one change of each incident.

        ``again`` names incidents to look at although nothing happened to their anomalies: those that people
        have changed, and those that may have been calm for long enough.
        """
        for change in sorted(changes, key=lambda change: change.anomaly.started_ms):
            self._anomalies[change.anomaly.fingerprint] = change.anomaly
            if change.kind is ChangeKind.OPENED and change.anomaly.fingerprint not in self._settled:
                self._place(change.anomaly)
                self._settled.add(change.anomaly.fingerprint)
        touched = {change.anomaly.fingerprint for change in changes}
        for incident in list(self._incidents.values()):
            seen = {*incident.members, *self._members_elsewhere(incident)}
            if incident.id in again or touched & seen or incident.id in self._outlived:
                is_touched = not touched.isdisjoint(incident.members)
                self._incidents[incident.id] = self._refresh(incident, now_ms, is_touched=is_touched)
        return tuple(list_changes(self._before, self._incidents, self._reasons, self._anomalies))

    def _place(self, anomaly: Anomaly) -> None:
        related = self._leave_what_was_over(anomaly, self._relatives.of(anomaly))
        kin = [name for name in related if self._relatives.may_join(anomaly, name)]
        first = self._join(anomaly, kin, related) if kin else self._open(anomaly)
        for name in related:
            is_near = related[name] in _ACROSS_OWNERS and self._relatives.may_cause(anomaly, name)
            if name not in kin and is_near:
                self._connect(first, name)
                self._connect(name, first)

    def _leave_what_was_over(self, anomaly: Anomaly, related: Mapping[str, Relation]) -> dict[str, Relation]:
        """Leave out incidents that were calm for long enough when an anomaly began.

        Points that come late, after an outage of a source or of ourselves, are grouped as in time.
        """
        self._outlived.update(
            name for name in related if self._was_over(self._incidents[name], anomaly.started_ms)
        )
        return {name: why for name, why in related.items() if name not in self._outlived}

    def _was_over(self, incident: Incident, time_ms: int) -> bool:
        members = [self._anomalies[name] for name in incident.members if name in self._anomalies]
        is_calm = bool(members) and all(one.state is AnomalyState.RESOLVED for one in members)
        return is_calm and time_ms - max(one.updated_ms for one in members) > self._kinship.calm_ms

    def _join(self, anomaly: Anomaly, kin: Sequence[str], related: Mapping[str, Relation]) -> str:
        """Put an anomaly into the oldest incident of its kin, and what it connects into that one too."""
        first, *others = sorted(kin, key=lambda name: (self._incidents[name].started_ms, name))
        home = self._incidents[first]
        self._incidents[first] = replace(home, members=(*home.members, anomaly.fingerprint))
        self._relatives.add(anomaly, first)
        self._reasons[first] = related[first].value
        for other in others:
            if self._relatives.may_merge(first, other):
                self._merge(first, other)
        return first

    def _connect(self, name: str, other: str) -> None:
        incident = self._incidents[name]
        self._incidents[name] = replace(incident, related=tuple(dict.fromkeys((*incident.related, other))))

    def _members_elsewhere(self, incident: Incident) -> list[str]:
        """Return the members of the incidents of other owners that an incident goes with."""
        others = (self._incidents.get(name) or self._ended.get(name) for name in incident.related)
        return [name for other in others if other is not None for name in other.members]

    def _open(self, anomaly: Anomaly) -> str:
        name = blake2b(f"{anomaly.tenant}\x1f{anomaly.fingerprint}".encode(), digest_size=12).hexdigest()
        self._incidents[name] = Incident(
            id=name,
            tenant=anomaly.tenant,
            title="",
            state=IncidentState.OPEN,
            severity=anomaly.severity,
            started_ms=anomaly.started_ms,
            updated_ms=anomaly.updated_ms,
            ended_ms=None,
            members=(anomaly.fingerprint,),
        )
        self._relatives.add(anomaly, name)
        self._reasons[name] = "first_anomaly"
        return name

    def _merge(self, into: str, name: str) -> None:
        """Put the younger incident into the older one, which keeps its id."""
        home, guest = self._incidents[into], self._incidents[name]
        self._incidents[into] = replace(
            home,
            members=tuple(dict.fromkeys((*home.members, *guest.members))),
            left_out=tuple(dict.fromkeys((*home.left_out, *guest.left_out))),
            related=tuple(dict.fromkeys((*home.related, *guest.related))),
            peak_score=max(home.peak_score, guest.peak_score),
            # Who was told of the younger one shall not hear that it is over while it goes on in the older.
            held_back=home.held_back if guest.held_back else "",
        )
        self._incidents[name] = replace(
            guest, state=IncidentState.MERGED, merged_into=into, ended_ms=guest.updated_ms
        )
        self._relatives.merge(into, name)
        self._reasons[name] = "merged"

    def _refresh(self, incident: Incident, now_ms: int, *, is_touched: bool) -> Incident:
        members = [self._anomalies[one] for one in incident.members if one in self._anomalies]
        if incident.state is not IncidentState.OPEN:
            return incident
        if not members:
            return replace(incident, state=IncidentState.RESOLVED, ended_ms=incident.updated_ms)
        is_calm = all(one.state is AnomalyState.RESOLVED for one in members)
        began_ms = incident.calm_since_ms if not is_touched and incident.calm_since_ms is not None else now_ms
        is_outlived = incident.id in self._outlived
        is_over = is_calm and (is_outlived or now_ms - began_ms >= self._kinship.calm_ms)
        elsewhere = [
            self._anomalies[one] for one in self._members_elsewhere(incident) if one in self._anomalies
        ]
        suspects, title, sentence = blame(members, self._kinship.topology, elsewhere, self._titles)
        return replace(
            incident,
            title=incident.title if incident.is_edited else title,
            state=IncidentState.RESOLVED if is_over else IncidentState.OPEN,
            severity=max(
                (incident.least_severity, *(one.severity for one in members)), key=lambda step: step.rank
            ),
            started_ms=min(one.started_ms for one in members),
            updated_ms=max(
                incident.updated_ms, now_ms if is_over else 0, *(one.updated_ms for one in members)
            ),
            calm_since_ms=began_ms if is_calm else None,
            ended_ms=max(one.ended_ms or one.updated_ms for one in members) if is_over else None,
            suspects=suspects,
            sentence=sentence,
        )
