"""What the tests of policy share: a table of scores that becomes a frame, and a detector around a policy."""

from collections.abc import Sequence

import numpy as np

from barograph.config.detector import DetectorSpec, QuerySpec
from barograph.config.policy import PolicySpec
from barograph.domain import Anomaly, AnomalyChange, AnomalyState, ChangeKind, Frame, Labels, Scores
from barograph.policy import Outcome, Plan, advance

STEP_MS = 60_000


def plan_of(expression: str = "latency_seconds", **rules: object) -> Plan:
    policy = PolicySpec.model_validate(rules)
    query = QuerySpec(expression=expression)
    return Plan.of(DetectorSpec(name="d", title="Latency", query=query, policy=policy))


def series(count: int) -> tuple[Labels, ...]:
    return tuple(Labels(service=f"s{number}") for number in range(count))


def frame_of(scores: Sequence[Sequence[float]], values: object = None) -> tuple[Frame, Scores]:
    """Make a frame whose values are 2 where 1 was expected, and NaN where the score is."""
    score = np.asarray(scores, dtype=float)
    shown = np.where(np.isnan(score), np.nan, 2.0) if values is None else np.asarray(values, dtype=float)
    times = np.arange(score.shape[1], dtype=np.int64) * STEP_MS
    ones = np.ones_like(score)
    return Frame(series(len(score)), times, shown), Scores(score, ones, ones * 0.9, ones * 1.1)


def burst_of(alert: Sequence[float], lasting: Sequence[float]) -> tuple[Frame, Scores]:
    """Make a series whose algorithm tells a burst once, whose score says little, with gaps in ``lasting``."""
    told, staying = (np.asarray([row], dtype=float) for row in (alert, lasting))
    frame, calm = frame_of(np.where(np.isnan(staying), np.nan, 0.1))
    told = np.where(np.isnan(staying), np.nan, told)
    return frame, Scores(calm.score, calm.expected, calm.lower, calm.upper, told, staying)


def run(plan: Plan, frame: Frame, scores: Scores) -> Outcome:
    return advance(plan, frame, scores, [], -1)


def run_live(plan: Plan, frame: Frame, scores: Scores, ticks: Sequence[int]) -> list[AnomalyChange]:
    """Advance in ticks that end at the given columns, with only as much of the past as is promised."""
    changes: list[AnomalyChange] = []
    known: dict[str, Anomaly] = {}
    done = 0
    for end in ticks:
        start = max(0, done - plan.memory_points)
        since_ms = done * STEP_MS - 1
        recalled = [
            episode
            for episode in known.values()
            if episode.state is AnomalyState.OPEN or episode.updated_ms > since_ms - plan.recall_ms
        ]
        seen = frame.columns(start, end)
        outcome = advance(plan, seen, scores.columns(start, end), recalled, since_ms)
        known.update({change.anomaly.fingerprint: change.anomaly for change in outcome.changes})
        changes.extend(outcome.changes)
        done = end
    return changes


def kinds(outcome: Outcome) -> list[tuple[ChangeKind, int]]:
    return [(change.kind, change.anomaly.updated_ms // STEP_MS) for change in outcome.changes]
