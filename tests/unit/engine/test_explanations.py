from dataclasses import replace

import numpy as np
import pytest

from barograph.config.detector import QuerySpec
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Direction,
    Evidence,
    Frame,
    Labels,
    Severity,
)
from barograph.engine.explanations import add_explanations, explain_nothing
from barograph.errors import SourceUnavailable

QUERY = QuerySpec(source="loki", expression='{app="shop"}', mode="templates")
ROW = Labels(template="ab", pattern="disk <*> failed")
FRAME = Frame((ROW,), np.array([60_000, 120_000, 180_000]), np.array([[1.0, 3.0, 40.0]]))


def change_of(kind: ChangeKind, **details: object) -> AnomalyChange:
    evidence = Evidence(40.0, 2.0, 0.0, 9.0, 0.9, "Strange.", {"at_ms": 180_000, **details})
    anomaly = Anomaly(
        fingerprint="f",
        detector_id="d",
        labels=ROW.merged({"team": "shop"}),
        state=AnomalyState.OPEN,
        severity=Severity.WARNING,
        direction=Direction.UP,
        started_ms=180_000,
        updated_ms=180_000,
        ended_ms=None,
        peak_score=0.9,
        evidence=evidence,
    )
    return AnomalyChange(kind, anomaly)


def explain(tenant: str, query: QuerySpec, at_ms: int, labels: Labels) -> dict[str, object]:
    return {"template": labels["pattern"], "examples": [f"{tenant} {at_ms}"]}


def test_an_anomaly_carries_template_examples_and_counts_before_and_after() -> None:
    (change,) = add_explanations(explain, "acme", QUERY, FRAME, [change_of(ChangeKind.OPENED)])
    assert change.anomaly.evidence.details == {
        "at_ms": 180_000,
        "template": "disk <*> failed",
        "examples": ["acme 180000"],
        "lines_a_step_before": 2.0,
        "lines_a_step_after": 40.0,
    }


@pytest.mark.parametrize(
    "change", [change_of(ChangeKind.RESOLVED), change_of(ChangeKind.UPDATED, examples=["known"])]
)
def test_what_is_over_or_explained_stays_as_it_is(change: AnomalyChange) -> None:
    assert add_explanations(explain, "acme", QUERY, FRAME, [change]) == (change,)


def test_metrics_are_not_explained() -> None:
    change = change_of(ChangeKind.OPENED)
    metric = QuerySpec(expression="up")
    assert add_explanations(explain, "acme", metric, FRAME, [change]) == (change,)
    assert explain_nothing("acme", metric, 0, ROW) == {}


def test_an_explanation_that_fails_keeps_the_anomaly() -> None:
    def fail(tenant: str, query: QuerySpec, at_ms: int, labels: Labels) -> dict[str, object]:
        raise SourceUnavailable("Loki is away.")

    (change,) = add_explanations(fail, "acme", QUERY, FRAME, [change_of(ChangeKind.OPENED)])
    assert change.anomaly.evidence.details["explanation_failed"] == "Loki is away."
    assert change.anomaly.evidence.actual == 40.0


def test_a_series_that_left_the_frame_has_no_counts() -> None:
    gone = replace(FRAME, labels=(Labels(template="cd"),))
    (change,) = add_explanations(explain, "acme", QUERY, gone, [change_of(ChangeKind.OPENED)])
    assert "lines_a_step_before" not in change.anomaly.evidence.details
