"""After "noise": a larger smallest deviation, a higher threshold, or a rule for one series."""

import math
from collections.abc import Sequence

from barograph.config.detector import DetectorSpec
from barograph.config.patching import Edit
from barograph.domain import Anomaly
from barograph.policy.proposals.base import Judged, Suggestion, deviation_of, matchers_for

__all__ = ["suggest_deviation", "suggest_suppression", "suggest_threshold"]

_ENOUGH = 3
_MARGIN = 1.1
_ABOVE = 0.01
_NEAR_THRESHOLD = 0.15
_STRANGER = 0.05


def suggest_deviation(
    spec: DetectorSpec, noise: Sequence[Judged], useful: Sequence[Judged]
) -> Suggestion | None:
    """Propose a larger smallest deviation where it parts all noise from all that was useful."""
    if len(noise) < _ENOUGH or not useful:
        return None
    largest = max(deviation_of(one.anomaly) for one in noise)
    smallest_useful = min(deviation_of(one.anomaly) for one in useful)
    wanted = _round_up(largest * _MARGIN)
    if not (math.isfinite(wanted) and spec.policy.min_deviation < wanted < smallest_useful):
        return None
    sentence = (
        f"Ask for a deviation of at least {wanted:g}: the {len(noise)} anomalies called noise were nearer, "
        f"and the {len(useful)} useful ones further away."
    )
    return Suggestion(
        "deviation", sentence, (Edit("set", "policy.min_deviation", wanted, spec.policy.min_deviation),)
    )


def suggest_threshold(
    spec: DetectorSpec, threshold: float, noise: Sequence[Judged], useful: Sequence[Judged]
) -> Suggestion | None:
    """Propose a higher threshold, or a smaller budget, where noise was only just strange enough."""
    peaks = [one.anomaly.peak_score for one in noise]
    if len(noise) < _ENOUGH or max(peaks) > threshold + _NEAR_THRESHOLD:
        return None
    wanted = round(max(peaks) + _ABOVE, 3)
    if wanted >= min((one.anomaly.peak_score for one in useful), default=1.0):
        return None
    budget = spec.policy.budget
    why = (
        f"{len(noise)} anomalies called noise had scores of at most {max(peaks):.2f}, "
        f"just above {threshold:.2f}."
    )
    if budget is not None:
        alerts = round(budget.alerts / 2, 3)
        sentence = f"Welcome {alerts:g} alerts in {budget.per} instead of {budget.alerts:g}: {why}"
        return Suggestion(
            "threshold", sentence, (Edit("set", "policy.budget.alerts", alerts, budget.alerts),)
        )
    sentence = f"Raise the threshold to {wanted:g}: {why}"
    return Suggestion(
        "threshold", sentence, (Edit("set", "policy.threshold", wanted, spec.policy.threshold),)
    )


def suggest_suppression(
    spec: DetectorSpec, latest: Anomaly, noise: Sequence[Judged], useful: Sequence[Judged]
) -> Suggestion | None:
    """Propose to hear of a series only when it is stranger than all its noise."""
    alike = [one for one in noise if one.anomaly.labels == latest.labels]
    match = matchers_for(latest.labels, spec.labels)
    if len(alike) < _ENOUGH or not match:
        return None
    peak = max(one.anomaly.peak_score for one in alike)
    below = round(min(peak + _STRANGER, 1.01), 3)
    if any(one.anomaly.labels == latest.labels and one.anomaly.peak_score < below for one in useful):
        return None
    reasons = next((one.reason for one in alike if one.reason), "")
    reason = reasons or f"Called noise {len(alike)} times."
    value = {"match": match, "reason": reason[:1000], "until": None, "below": below}
    reach = f"below a score of {below:g} " if below < 1 else ""
    sentence = f"Say nothing {reach}about {', '.join(match)}: it was called noise {len(alike)} times."
    return Suggestion("suppression", sentence, (Edit("append", "policy.suppress", value),))


def _round_up(value: float) -> float:
    """Round up to two digits, as a person would write it."""
    if not math.isfinite(value) or value <= 0:
        return math.nan
    unit = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.ceil(value / unit - 1e-9) * unit:.6g}")
