"""Evidence: what was seen at the strangest point of an episode."""

from dataclasses import dataclass, replace

import numpy as np

from barograph.domain import Direction, Evidence, Labels
from barograph.policy.base import Points
from barograph.policy.plan import Plan
from barograph.policy.rarity import expected_gap_ms
from barograph.policy.sentences import Facts, say

__all__ = ["Span", "gather_evidence", "retell", "side_of"]


@dataclass(frozen=True, slots=True)
class Span:
    """From the first strange point to the moment of the decision."""

    started_ms: int
    at_ms: int


def side_of(points: Points, row: int, column: int) -> Direction:
    """Tell on which side of the expected value a point lies; a missing value lies below."""
    value, expected = points.values[row, column], points.scores.expected[row, column]
    return Direction.DOWN if value < expected or np.isnan(value) else Direction.UP


def gather_evidence(plan: Plan, points: Points, row: int, column: int, span: Span, score: float) -> Evidence:
    """Write down the strangest point and say it in a sentence."""
    scores = points.scores
    gap_ms = expected_gap_ms(score, plan.step_ms) if np.isfinite(scores.signal[row, column]) else None
    facts = Facts(
        title=plan.title,
        labels=points.labels[row],
        unit=plan.unit,
        actual=float(points.values[row, column]),
        expected=float(scores.expected[row, column]),
        lower=float(scores.lower[row, column]),
        upper=float(scores.upper[row, column]),
        lasted_ms=span.at_ms - span.started_ms + plan.step_ms,
        gap_ms=gap_ms,
    )
    return Evidence(
        actual=facts.actual,
        expected=facts.expected,
        lower=facts.lower,
        upper=facts.upper,
        score=score,
        sentence=say(facts),
        details=_list_details(plan, points, row, column, gap_ms),
    )


def retell(
    plan: Plan, labels: Labels, evidence: Evidence, lasted_ms: int, *, is_over: bool = False
) -> Evidence:
    """Say again what was seen at the peak, with the time that the episode has lasted by now or in all."""
    gap_ms = evidence.details.get("once_in_ms")
    facts = Facts(
        title=plan.title,
        labels=labels,
        unit=plan.unit,
        actual=evidence.actual,
        expected=evidence.expected,
        lower=evidence.lower,
        upper=evidence.upper,
        lasted_ms=lasted_ms,
        gap_ms=gap_ms if isinstance(gap_ms, int) else None,
        is_over=is_over,
    )
    return replace(evidence, sentence=say(facts))


def _list_details(plan: Plan, points: Points, row: int, column: int, gap_ms: int | None) -> dict[str, object]:
    return {
        "at_ms": int(points.times[column]),
        "step_ms": plan.step_ms,
        "side": side_of(points, row, column).value,
        "once_in_ms": gap_ms,
        "unit": plan.unit,
        "model_version": plan.model_version,
    }
