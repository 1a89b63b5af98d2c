"""Rationing: an incident of a team whose alert budget is spent is kept, shown, and not told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from barograph.config.durations import Duration
from barograph.config.team import TeamSpec
from barograph.domain import Anomaly, Incident, IncidentChange, IncidentChangeKind, IncidentState
from barograph.policy.budget import count_alerts

__all__ = ["Rationing", "why_held_back"]

Past = Callable[[str, str, int], Sequence[Incident]]


class Rationing:
    """Says of each incident which team it wakes, and whether that is within the budget of the team.

    ``labels_of`` returns the labels of an anomaly with those of its detector, ``past`` the incidents of a
    tenant and team that began since a moment.
    """

    def __init__(
        self, teams: Sequence[TeamSpec], labels_of: Callable[[Anomaly], Mapping[str, str]], past: Past
    ) -> None:
        self._teams = teams
        self._labels_of = labels_of
        self._past = past

    def apply(
        self, changes: Iterable[IncidentChange], anomalies: Mapping[str, Anomaly]
    ) -> tuple[IncidentChange, ...]:
        """Return the changes with what is held back, and what is told after all."""
        if not self._teams:
            return tuple(changes)
        settled: dict[str, Incident] = {}
        found = []
        for change in changes:
            changed = self._weigh(change, anomalies, settled)
            settled[changed.incident.id] = changed.incident
            found.append(changed)
        return tuple(found)

    def _weigh(
        self, change: IncidentChange, anomalies: Mapping[str, Anomaly], settled: Mapping[str, Incident]
    ) -> IncidentChange:
        incident = change.incident
        known = settled.get(incident.id, incident)
        peaks = [anomalies[name].peak_score for name in incident.members if name in anomalies]
        incident = replace(
            incident,
            team=known.team,
            held_back=known.held_back,
            peak_score=max((known.peak_score, *peaks)),
        )
        if change.kind is IncidentChangeKind.OPENED:
            return replace(change, incident=self._open(incident, anomalies, settled))
        if not incident.held_back or incident.state is not IncidentState.OPEN:
            return replace(change, incident=incident)
        if self._holds(incident, settled):
            return replace(change, incident=incident)
        return IncidentChange(
            IncidentChangeKind.RELEASED, replace(incident, held_back=""), "stranger_than_the_budget"
        )

    def _open(
        self, incident: Incident, anomalies: Mapping[str, Anomaly], settled: Mapping[str, Incident]
    ) -> Incident:
        founder = anomalies.get(incident.members[0]) if incident.members else None
        labels = self._labels_of(founder) if founder else {}
        team = next((one for one in self._teams if all(each.is_met_by(labels) for each in one.match)), None)
        if team is None:
            return incident
        owned = replace(incident, team=team.name)
        return replace(owned, held_back=self._holds(owned, settled))

    def _holds(self, incident: Incident, settled: Mapping[str, Incident]) -> str:
        team = next((one for one in self._teams if one.name == incident.team), None)
        if team is None:
            return ""
        past = self._past(incident.tenant, team.name, incident.started_ms - team.budget.window_ms)
        known = {one.id: one for one in (*past, *settled.values()) if one.team == team.name}
        return why_held_back(team, incident, list(known.values()))


def why_held_back(team: TeamSpec, incident: Incident, others: Iterable[Incident]) -> str:
    """Return a sentence about why people are not told of an incident, empty where they are."""
    budget = team.budget
    if incident.severity.rank >= team.always.rank:
        return ""
    since_ms, together_ms = incident.started_ms - budget.window_ms, budget.together.milliseconds
    told = [
        one
        for one in others
        if one.id != incident.id and not one.held_back and since_ms < one.started_ms <= incident.started_ms
    ]
    starts = [one.started_ms for one in told]
    if any(incident.started_ms - start_ms <= together_ms for start_ms in starts):
        return ""
    alerts = count_alerts(starts, together_ms)
    if alerts < budget.limit or incident.peak_score > max(one.peak_score for one in told):
        return ""
    return (
        f"Nobody was told: {team.name} had {alerts} {'alert' if alerts == 1 else 'alerts'} in "
        f"{Duration(budget.window_ms)} already, which is its budget. It is told as soon as it is stranger "
        f"than those, or {team.always.value}."
    )
