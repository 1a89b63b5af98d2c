from dataclasses import replace
from typing import Any

import pytest

from barograph.automations.evaluation import Memory, Reason, decide, judge
from barograph.automations.occurrence import Occurrence, occurrence_of
from barograph.config.automation import AutomationSpec
from barograph.domain import Event, EventType, Severity

SEEN = Occurrence(
    event_id=7,
    type=EventType.ANOMALY_UPDATED,
    tenant="default",
    at_ms=1_000_000,
    subject="anomaly:a:start",
    detector_id="latency",
    episode="a",
    labels={"service": "cart"},
    severity=Severity.WARNING,
    lasting_ms=600_000,
)


def spec(when: dict[str, Any] | None = None, **more: Any) -> AutomationSpec:
    listened = {"events": ["anomaly_updated"], **(when or {})}
    then = [{"type": "webhook", "url": "http://example.org"}]
    return AutomationSpec.model_validate({"name": "tell", "when": listened, "then": then, **more})


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (spec(), Reason.ACTS),
        (spec(dry_run=True, approval={}), Reason.DRY),
        (spec(approval={}), Reason.ASKS),
        (spec(enabled=False), Reason.SWITCHED_OFF),
        (spec({"events": ["anomaly_resolved"]}), Reason.OTHER_EVENT),
        (spec({"detector": "errors"}), Reason.OTHER_DETECTOR),
        (spec({"detector": "latency"}), Reason.ACTS),
        (spec({"labels": ['service=~"c.*"', "zone!=x"]}), Reason.ACTS),
        (spec({"labels": ["service=cart", "zone=x"]}), Reason.OTHER_LABELS),
        (spec({"severity": "critical"}), Reason.TOO_MILD),
        (spec({"severity": "warning"}), Reason.ACTS),
        (spec({"lasting": "11m"}), Reason.TOO_SHORT),
        (spec({"lasting": "10m"}), Reason.ACTS),
        (spec({"repeated": {"times": 2, "within": "1h"}}), Reason.NOT_OFTEN_ENOUGH),
    ],
)
def test_an_event_is_judged_with_a_reason(rule: AutomationSpec, reason: Reason) -> None:
    assert decide(rule, 0, SEEN, Memory()) is reason


def test_events_before_an_automation_start_nothing() -> None:
    assert decide(spec(), SEEN.at_ms + 1, SEEN, Memory()) is Reason.BEFORE_ITS_TIME


def test_an_episode_counts_once() -> None:
    assert decide(spec(), 0, SEEN, Memory({SEEN.subject})) is Reason.SEEN_BEFORE


@pytest.mark.parametrize(
    ("chain", "reason"),
    [
        (("other",), Reason.ACTS),
        (("tell",), Reason.OWN_DOING),
        (("other", "tell"), Reason.OWN_DOING),
        (("one", "two", "three"), Reason.CHAIN_TOO_LONG),
    ],
)
def test_automations_do_not_set_off_themselves(chain: tuple[str, ...], reason: Reason) -> None:
    assert decide(spec(), 0, replace(SEEN, chain=chain), Memory()) is reason


def reasons(rule: AutomationSpec, *at_seconds: int) -> list[str]:
    seen = [replace(SEEN, at_ms=at * 1000, event_id=at, subject=f"anomaly:{at}:start") for at in at_seconds]
    return [reason.value for _, reason in judge(rule, 0, seen, Memory())]


def test_a_cooldown_starts_with_each_run() -> None:
    rule = spec(cooldown="60s")
    assert reasons(rule, 100, 159, 160, 219) == ["acts", "cooling_down", "acts", "cooling_down"]


def test_a_rate_limit_counts_what_acted() -> None:
    rule = spec(limit={"times": 2, "within": "60s"})
    assert reasons(rule, 100, 101, 102, 160, 161) == ["acts", "acts", "rate_limited", "acts", "acts"]


def test_repetitions_count_anew_after_each_run() -> None:
    rule = spec({"repeated": {"times": 3, "within": "60s"}})
    waits = "not_often_enough"
    assert reasons(rule, 100, 130, 159, 160, 161, 162) == [waits, waits, "acts", waits, waits, "acts"]
    assert reasons(rule, 100, 130, 161) == [waits, waits, waits]


def test_who_caused_an_event_is_read_from_it() -> None:
    stopped = Event(EventType.DETECTOR_STOPPED, "default", 5, {"by": "automation:one>two"}, "latency", 9)
    seen = occurrence_of(stopped)
    assert (seen.chain, seen.subject, seen.detector_id) == (("one", "two"), "event:9", "latency")
    assert occurrence_of(replace(stopped, payload={"by": "ada"})).chain == ()
    assert Occurrence.from_json(seen.to_json()) == seen
