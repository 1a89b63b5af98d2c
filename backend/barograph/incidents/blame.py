"""Who is blamed for an incident, what it is called, and the sentence of its one message."""

from collections.abc import Mapping, Sequence

from barograph.domain import Anomaly, SuspectLine
from barograph.incidents.suspects import Sign, rank_suspects
from barograph.incidents.symptoms import Symptom, symptom_of
from barograph.incidents.topology import Topology

__all__ = ["blame", "sign_of"]

_MOST_SUSPECTS = 5
_NAMED_DETECTORS = 2
_NEW_LOG = "is_new"


def sign_of(anomaly: Anomaly, topology: Topology, titles: Mapping[str, str] | None = None) -> Sign:
    """Read an anomaly as a sign against a component, in the words of the title of its detector."""
    title = (titles or {}).get(anomaly.detector_id) or anomaly.detector_id
    name = anomaly.labels.get("__name__") or anomaly.detector_id
    is_new_log = bool(anomaly.evidence.details.get(_NEW_LOG))
    return Sign(
        component=topology.component_of(anomaly.labels) or title,
        symptom=Symptom.LOGS if is_new_log else symptom_of(f"{anomaly.detector_id} {name}"),
        strength=anomaly.peak_score,
        name=title,
        onset_ms=anomaly.started_ms,
        is_new_log=is_new_log,
    )


def blame(
    members: Sequence[Anomaly],
    topology: Topology,
    elsewhere: Sequence[Anomaly] = (),
    titles: Mapping[str, str] | None = None,
) -> tuple[tuple[SuspectLine, ...], str, str]:
    """Return suspects, title and sentence of the anomalies of one incident.

    ``elsewhere`` are anomalies of other owners that go with them: the cause may be there. ``titles`` are
    those of their detectors, by name.
    """
    signs = [sign_of(one, topology, titles) for one in (*members, *elsewhere)]
    ranked = rank_suspects(signs, topology)[:_MOST_SUSPECTS]
    suspects = tuple(SuspectLine(one.component, round(one.score, 4), one.why) for one in ranked)
    own = signs[: len(members)]
    loudest = max(members, key=lambda one: (one.ended_ms is None, one.peak_score, one.fingerprint))
    where = suspects[0].component
    name = _name(members, own)
    is_component = all(where != one.name for one in own)
    title = f"{where}: {name}" if is_component else name
    is_elsewhere = all(where != one.component for one in own)
    return suspects, title, _say(members, loudest, where, is_elsewhere=is_elsewhere)


def _name(members: Sequence[Anomaly], signs: Sequence[Sign]) -> str:
    """Return which detectors see it, the first ones by name, and how many anomalies that are."""
    pairs = zip(members, signs, strict=True)
    ordered = sorted(pairs, key=lambda pair: (pair[0].started_ms, pair[0].fingerprint))
    detectors = list(dict.fromkeys(sign.name for _, sign in ordered))
    more = len(detectors) - _NAMED_DETECTORS
    names = ", ".join(detectors[:_NAMED_DETECTORS]) + (f" and {more} more" if more > 0 else "")
    return f"{names} ({len(members)} anomalies)" if len(members) > 1 else names


def _say(members: Sequence[Anomaly], loudest: Anomaly, cause: str, *, is_elsewhere: bool) -> str:
    if len(members) > 1:
        together = _say_together(len(members), sum(one.ended_ms is None for one in members))
        return f"{together}, most likely because of {cause}. The strangest: {loudest.evidence.sentence}"
    sentence = loudest.evidence.sentence
    return f"{sentence} Most likely it is because of {cause}." if is_elsewhere else sentence


def _say_together(members: int, open_members: int) -> str:
    """Tell what goes on from what is over, for people who come late."""
    if open_members == members:
        return f"{members} series are strange together"
    if open_members == 0:
        return f"{members} series were strange together"
    goes_on = "1 series is strange" if open_members == 1 else f"{open_members} series are strange together"
    return f"{goes_on} and {members - open_members} more {'was' if members - open_members == 1 else 'were'}"
