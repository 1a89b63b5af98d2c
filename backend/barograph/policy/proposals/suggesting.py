"""Chooses the smallest change that follows from what people said."""

from collections.abc import Sequence

from barograph.config.detector import DetectorSpec
from barograph.domain import Verdict
from barograph.policy.proposals.base import Judged, Suggestion
from barograph.policy.proposals.expected import suggest_calendar, suggest_exclusion
from barograph.policy.proposals.noise import suggest_deviation, suggest_suppression, suggest_threshold

__all__ = ["suggest"]


def suggest(
    spec: DetectorSpec, threshold: float, latest: Judged, judged: Sequence[Judged]
) -> Suggestion | None:
    """Return what could be changed after the latest word, None where nothing follows from it yet.

    ``judged`` holds every episode of the detector that people spoke about, the latest one among them;
    ``threshold`` is the one in force. What keeps most anomalies comes first.
    """
    by_verdict = {kind: [one for one in judged if one.verdict is kind] for kind in Verdict}
    if latest.verdict is Verdict.EXPECTED:
        expected = by_verdict[Verdict.EXPECTED]
        return suggest_calendar(spec, latest.anomaly, expected) or suggest_exclusion(latest.anomaly)
    if latest.verdict is not Verdict.NOISE:
        return None
    noise, useful = by_verdict[Verdict.NOISE], by_verdict[Verdict.USEFUL]
    return (
        suggest_deviation(spec, noise, useful)
        or suggest_suppression(spec, latest.anomaly, noise, useful)
        or suggest_threshold(spec, threshold, noise, useful)
    )
