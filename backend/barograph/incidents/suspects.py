"""Suspects: which component most likely caused an incident, and why we think so.

A component is suspected by its strongest sign, a little more for further ones. What it inherits from a
callee that shows the same kind of symptom counts less: a slow caller of a slow service is a victim. A sign
of the kind that people complained of counts fully, others less, and so do signs that came late. A drop of
traffic or of work is a symptom of victims rather than of causes, so downward signs count half. And where it
is known who complained, the illness must have had a way there: each component between must be ill as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from barograph.incidents.symptoms import Symptom
from barograph.incidents.topology import Topology

__all__ = ["DOWNWARD_SHARE", "Complaint", "Sign", "Suspect", "rank_suspects"]

DOWNWARD_SHARE = 0.5
_FURTHER_SHARE = 0.1
_INHERITED_SHARE = 0.5
_OTHER_KIND_SHARE = 0.3
_LATE_SHARE = 0.3
_REMOTE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Sign:
    """One series of one component that is strange: how strange from 0 to 1, and when it began to be."""

    component: str
    symptom: Symptom
    strength: float
    name: str = ""
    onset_ms: int = 0
    is_new_log: bool = False


@dataclass(frozen=True, slots=True)
class Complaint:
    """What people noticed first: at which component, and what kind of symptom."""

    component: str
    symptom: Symptom


@dataclass(frozen=True, slots=True)
class Suspect:
    """A component with its share of the blame and the signs against it, in words."""

    component: str
    score: float
    why: tuple[str, ...] = ()


def rank_suspects(
    signs: Sequence[Sign], topology: Topology, complaint: Complaint | None = None
) -> list[Suspect]:
    """Return every component with a sign, the most suspect first."""
    if not signs:
        return []
    times = _Times.of(signs)
    weighted = [(sign, _weigh(sign, complaint, times)) for sign in signs]
    inherited = _strongest_inherited(weighted)
    by_component: dict[str, list[tuple[float, Sign]]] = {}
    for sign, weight in weighted:
        left = weight * (1.0 - _INHERITED_SHARE * _explained(sign, inherited, topology))
        by_component.setdefault(sign.component, []).append((left, sign))
    suspects = [_suspect(component, found) for component, found in by_component.items() if component]
    if complaint is not None:
        ways = _find_ways(complaint.component, inherited, topology)
        suspects = [_set_apart(suspect, ways.get(suspect.component, 0.0)) for suspect in suspects]
    return sorted(suspects, key=lambda suspect: (-suspect.score, suspect.component))


@dataclass(frozen=True, slots=True)
class _Times:
    """When the first and the last sign began."""

    first_ms: int
    last_ms: int

    @classmethod
    def of(cls, signs: Iterable[Sign]) -> "_Times":
        onsets = [sign.onset_ms for sign in signs]
        return cls(min(onsets), max(onsets))

    def lateness_of(self, sign: Sign) -> float:
        """Return 0 for the first sign and 1 for the last."""
        span_ms = self.last_ms - self.first_ms
        return (sign.onset_ms - self.first_ms) / span_ms if span_ms else 0.0


def _weigh(sign: Sign, complaint: Complaint | None, times: _Times) -> float:
    weight = sign.strength * (1.0 - _LATE_SHARE * times.lateness_of(sign))
    if complaint is not None and sign.symptom is not complaint.symptom and not sign.is_new_log:
        weight *= _OTHER_KIND_SHARE
    return weight


def _strongest_inherited(weighted: Iterable[tuple[Sign, float]]) -> Mapping[str, float]:
    """Return for each component its strongest sign among those that callers inherit."""
    strongest: dict[str, float] = {}
    for sign, weight in weighted:
        if sign.symptom.is_inherited:
            strongest[sign.component] = max(weight, strongest.get(sign.component, 0.0))
    return strongest


def _explained(sign: Sign, inherited: Mapping[str, float], topology: Topology) -> float:
    """Return how far a sign is explained by what its component calls, from 0 to 1."""
    if not sign.symptom.is_inherited:
        return 0.0
    callees = topology.callees_of(sign.component)
    return min(1.0, max((inherited.get(name, 0.0) for name in callees), default=0.0))


def _find_ways(start: str, inherited: Mapping[str, float], topology: Topology) -> Mapping[str, float]:
    """Return how ill the least ill component between each one and the complaint is, on the best way."""
    ways = {start: 1.0}
    waiting = [start]
    while waiting:
        name = waiting.pop(0)
        passable = ways[name] if name == start else min(ways[name], inherited.get(name, 0.0))
        for callee in sorted(topology.callees_of(name)):
            if passable > ways.get(callee, -1.0):
                ways[callee] = passable
                waiting.append(callee)
    return ways


def _set_apart(suspect: Suspect, way: float) -> Suspect:
    return replace(suspect, score=suspect.score * (1.0 - _REMOTE_SHARE * (1.0 - min(1.0, way))))


def _suspect(component: str, found: list[tuple[float, Sign]]) -> Suspect:
    found.sort(key=lambda pair: (-pair[0], pair[1].name))
    weights = [weight for weight, _ in found]
    further = sum(weights[1:]) / (len(weights) - 1) if len(weights) > 1 else 0.0
    why = tuple(dict.fromkeys(_say(sign) for _, sign in found[:3]))
    return Suspect(component, weights[0] + _FURTHER_SHARE * further, why)


def _say(sign: Sign) -> str:
    what = "a new log pattern" if sign.is_new_log else sign.name or sign.symptom.value
    return f"{what} (strength {sign.strength:.2f})"
