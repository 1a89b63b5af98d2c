"""What a change of a detector would have meant: alerts that go or come, incidents that would be lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from barograph.domain import Anomaly, Incident, Verdict
from barograph.engine.difference import Difference, compare, is_same
from barograph.engine.previews import describe_episode
from barograph.engine.quality import measure_quality
from barograph.engine.rehearsal import Performance
from barograph.policy.proposals import Judged

__all__ = ["describe_effect"]

_SHOWN = 100


def describe_effect(
    old: Performance,
    new: Performance,
    judged: Sequence[Judged],
    incidents: Iterable[Incident],
    members: Mapping[str, Anomaly],
) -> dict[str, Any]:
    """Compare two rehearsals and return what people should know before they accept.

    ``incidents`` happened in the range and ``members`` are their anomalies by fingerprint. An incident would
    be lost if each of its anomalies is among what vanishes.
    """
    difference = compare(old.spec.name, old, new)
    before, after = _count_alerts(old), _count_alerts(new)
    lost = [one for one in incidents if _is_lost(one, difference, members)]
    return {
        "start_ms": old.start_ms,
        "end_ms": old.end_ms,
        "alerts_before": before,
        "alerts_after": after,
        "removed_total": len(difference.vanishing),
        "removed": [_describe(one, judged) for one in difference.vanishing[-_SHOWN:]],
        "appearing": [_describe(one, judged) for one in difference.appearing[-_SHOWN:]],
        "lost_incidents": [
            {"id": one.id, "title": one.title, "started_ms": one.started_ms, "severity": one.severity.value}
            for one in lost
        ],
        "lost_useful": sum(_verdict_on(one, judged) is Verdict.USEFUL for one in difference.vanishing),
        "error": None,
    }


def _count_alerts(performance: Performance) -> int:
    range_ms = (performance.start_ms, performance.end_ms)
    return measure_quality(performance.episodes, performance.replay.opened_ms, range_ms).alerts


def _describe(episode: Anomaly, judged: Sequence[Judged]) -> dict[str, Any]:
    verdict = _verdict_on(episode, judged)
    return describe_episode(episode) | {"verdict": None if verdict is None else verdict.value}


def _verdict_on(episode: Anomaly, judged: Sequence[Judged]) -> Verdict | None:
    return next((one.verdict for one in judged if is_same(one.anomaly, episode)), None)


def _is_lost(incident: Incident, difference: Difference, members: Mapping[str, Anomaly]) -> bool:
    return bool(incident.members) and all(
        (anomaly := members.get(fingerprint)) is not None
        and anomaly.detector_id == difference.detector
        and any(is_same(anomaly, vanished) for vanished in difference.vanishing)
        for fingerprint in incident.members
    )
