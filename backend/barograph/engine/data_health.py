"""What verdicts on data do to a tick: what policy doubts, what evidence and health tell."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from barograph.config.detector import QuerySpec
from barograph.domain import AnomalyChange, DetectorHealth, DetectorState, Frame, Labels
from barograph.errors import ScrapeDown
from barograph.policy import Plan
from barograph.sources.targets import Targets
from barograph.sources.verdicts import DataHealth, HealthRules, Treatment, judge_health, treatment_of

__all__ = ["Scrapes", "add_data_health", "know_nothing_of_scrapes", "say_data_health", "verdicts_of"]

Scrapes = Callable[[str, QuerySpec, Sequence[Labels], int, int], Frame | None]
"""Takes tenant, query, labels of its series, last moment and number of points; returns ``up`` there."""

_WORDS = {
    Treatment.KEEP: "Open anomalies are kept until it is back",
    Treatment.RESOLVE: "Open anomalies are resolved",
    Treatment.ALERT: "Missing data is an anomaly by its policy",
}


def know_nothing_of_scrapes(
    tenant: str, query: QuerySpec, labels: Sequence[Labels], end_ms: int, points: int
) -> Frame | None:
    """Have nothing to say, as sources without scrapes do."""
    return None


def verdicts_of(
    plan: Plan, window: Frame, targets: Targets, expected: Sequence[Labels] = ()
) -> Mapping[Labels, DataHealth]:
    """Return the verdict on each series at the last moment of a window of finished points."""
    if not window.point_count:
        return {}
    now_ms = int(window.timestamps[-1])
    rules = HealthRules(gone_points=plan.policy.gone_points)
    return judge_health(window, now_ms, targets=targets, expected=expected, rules=rules)


def add_data_health(
    plan: Plan, frame: Frame, targets: Targets, changes: Sequence[AnomalyChange]
) -> tuple[AnomalyChange, ...]:
    """Write into the evidence of episodes how their data was at its moment."""
    if not changes:
        return ()
    row_of = {plan.labels_of(labels): row for row, labels in enumerate(frame.labels)}
    return tuple(_completed(plan, frame, row_of, targets, change) for change in changes)


def _completed(
    plan: Plan, frame: Frame, row_of: Mapping[Labels, int], targets: Targets, change: AnomalyChange
) -> AnomalyChange:
    evidence, labels = change.anomaly.evidence, change.anomaly.labels
    at_ms = evidence.details.get("at_ms")
    if "data_health" in evidence.details or not isinstance(at_ms, int):
        return change
    # As many points as policy asks for, and no more: however long the frame, the verdict is the same.
    row = row_of.get(labels)
    width_ms = (plan.policy.gone_points - 1) * plan.step_ms
    seen = frame.rows([] if row is None else [row]).between(at_ms - width_ms, at_ms)
    verdict = next(
        iter(verdicts_of(plan, seen, targets, () if row is not None else (labels,)).values()), None
    )
    if verdict is None:
        return change
    details = {**evidence.details, "data_health": verdict.value}
    return replace(change, anomaly=replace(change.anomaly, evidence=replace(evidence, details=details)))


def say_data_health(plan: Plan, verdicts: Mapping[Labels, DataHealth], now_ms: int) -> DetectorHealth | None:
    """Return the health of a detector some of whose scrapes are down, None where all is well."""
    counts = Counter(verdicts.values())
    down = counts[DataHealth.SCRAPE_DOWN]
    if not down:
        return None
    first = min(labels for labels, health in verdicts.items() if health is DataHealth.SCRAPE_DOWN)
    treatment = treatment_of(DataHealth.SCRAPE_DOWN, plan.policy.missing_data)
    is_blind = not any(health.has_value for health in verdicts.values())
    sentence = (
        f"The scrape of {down} of {len(verdicts)} series is down, such as {first}: "
        f"Prometheus says up is 0. {_WORDS[treatment]}; look at the target."
    )
    state = DetectorState.FAILING if is_blind else DetectorState.RUNNING
    return DetectorHealth(state, sentence, now_ms, ScrapeDown.code)
