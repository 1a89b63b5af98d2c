"""Rationing: an incident of a team whose alert budget is spent is kept, shown, and not told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from barograph.config.durations import Duration
from barograph.config.team import TeamSpec
from barograph.domain import Anomaly, Incident, IncidentChange, IncidentChangeKind, IncidentState
from barograph.policy.budget import count_alerts

__all__ = ["Rationing", "why_held_back"]

Past = Callable[[str, int], Sequence[Incident]]


class Rationing:
    """Says of each incident which team it wakes, and whether that is within the budget of the team.

    ``teams`` returns those in force, ``labels_of`` the labels of an anomaly with those of its detector,
    ``past`` the incidents of a tenant that are of some team and began since a moment.
    """

    def __init__(
        self,
        teams: Callable[[], Sequence[TeamSpec]],
        labels_of: Callable[[Anomaly], Mapping[str, str]],
        past: Past,
    ) -> None:
        self._teams = teams
        self._labels_of = labels_of
        self._past = past

    def apply(
        self, changes: Sequence[IncidentChange], anomalies: Mapping[str, Anomaly]
    ) -> tuple[IncidentChange, ...]:
        """Return the changes with what is held back, and what is told after all; all are of one tenant."""
        teams = {team.name: team for team in self._teams()}
        if not teams and not any(change.incident.held_back for change in changes):
            return tuple(changes)
        known = _Known(teams, [change.incident for change in changes], self._past)
        return tuple(known.settle(self._weigh(change, anomalies, known)) for change in changes)

    def _weigh(
        self, change: IncidentChange, anomalies: Mapping[str, Anomaly], known: "_Known"
    ) -> IncidentChange:
        incident = known.brought_up_to_date(change.incident, anomalies)
        if change.kind is IncidentChangeKind.OPENED:
            return replace(change, incident=self._open(incident, anomalies, known))
        if not incident.held_back or incident.state is not IncidentState.OPEN:
            return replace(change, incident=incident)
        if known.why_held_back(incident):
            return replace(change, incident=incident)
        reason = "stranger_than_the_budget" if incident.team in known.teams else "team_is_gone"
        return IncidentChange(IncidentChangeKind.RELEASED, replace(incident, held_back=""), reason)

    def _open(self, incident: Incident, anomalies: Mapping[str, Anomaly], known: "_Known") -> Incident:
        founder = anomalies.get(incident.members[0]) if incident.members else None
        labels = self._labels_of(founder) if founder else {}
        fitting = (one for one in known.teams.values() if all(each.is_met_by(labels) for each in one.match))
        team = next(fitting, None)
        if team is None:
            return incident
        owned = replace(incident, team=team.name)
        return replace(owned, held_back=known.why_held_back(owned))


class _Known:
    """What is known of the incidents of teams in one look; the past is read once, where it counts."""

    def __init__(self, teams: Mapping[str, TeamSpec], looked_at: Sequence[Incident], past: Past) -> None:
        self.teams = teams
        self._looked_at = looked_at
        self._read_past = past
        self._past: tuple[Incident, ...] | None = None
        self._settled: dict[str, Incident] = {}

    def settle(self, change: IncidentChange) -> IncidentChange:
        """Remember how an incident is after its change."""
        self._settled[change.incident.id] = change.incident
        return change

    def brought_up_to_date(self, incident: Incident, anomalies: Mapping[str, Anomaly]) -> Incident:
        """Return an incident with what an earlier change in this look has settled."""
        known = self._settled.get(incident.id, incident)
        peaks = [anomalies[name].peak_score for name in incident.members if name in anomalies]
        peak = max((known.peak_score, *peaks))
        return replace(incident, team=known.team, held_back=known.held_back, peak_score=peak)

    def why_held_back(self, incident: Incident) -> str:
        """Return a sentence about why its team is not told, empty where it is, or is gone."""
        team = self.teams.get(incident.team)
        if team is None:
            return ""
        others = {one.id: one for one in (*self._others(), *self._settled.values()) if one.team == team.name}
        return why_held_back(team, incident, others.values())

    def _others(self) -> tuple[Incident, ...]:
        if self._past is None:
            earliest_ms = min(one.started_ms for one in self._looked_at)
            longest_ms = max(team.budget.window_ms for team in self.teams.values())
            self._past = tuple(self._read_past(self._looked_at[0].tenant, earliest_ms - longest_ms))
        return self._past


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
