import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from barograph.config.detector import DetectorSpec
from barograph.config.patching import put_on, take_off
from barograph.domain import AnomalyState, Verdict
from barograph.policy.calendars import build_calendar
from barograph.policy.proposals import Judged, Suggestion, suggest
from tests.unit.storage.making import make_anomaly, make_spec

THRESHOLD = 0.625
MINUTE_MS = 60_000


def judged(
    verdict: str, at: str = "2026-11-02T02:10", peak: float = 0.7, deviation: float = 5.0, **labels: str
) -> Judged:
    """An episode of half an hour."""
    started_ms = round(datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() * 1000)
    anomaly = make_anomaly(started_ms, **labels)
    ended_ms = started_ms + 30 * MINUTE_MS
    evidence = replace(anomaly.evidence, expected=10.0, actual=10.0 + deviation)
    ended = replace(anomaly, state=AnomalyState.RESOLVED, ended_ms=ended_ms, updated_ms=ended_ms)
    return Judged(replace(ended, peak_score=peak, evidence=evidence), Verdict(verdict))


def propose(*words: Judged, **more: object) -> tuple[DetectorSpec, Suggestion | None]:
    spec = make_spec(**more)
    return spec, suggest(spec, THRESHOLD, words[-1], words)


def changed(*words: Judged, **more: object) -> tuple[Suggestion, DetectorSpec]:
    """Return the suggestion and the changed detector; every change can be taken off again."""
    spec, suggestion = propose(*words, **more)
    assert suggestion is not None
    after = put_on(spec, suggestion.edits)
    assert take_off(after, suggestion.edits) == spec
    return suggestion, after


def test_three_times_noise_in_one_series_leads_to_a_rule_for_it() -> None:
    words = [judged("noise", f"2026-11-0{day}T02:10", 0.7 + day / 20, pod="a") for day in (1, 2, 3)]
    suggestion, after = changed(*words)
    assert suggestion.kind == "suppression"
    (rule,) = after.policy.suppress
    assert [str(matcher) for matcher in rule.match] == ['pod="a"']
    assert rule.below == pytest.approx(0.9)
    assert "called noise 3 times" in suggestion.sentence


def test_labels_of_the_detector_are_not_needed_in_a_rule() -> None:
    words = [judged("noise", f"2026-11-0{day}T02:10", 0.9, pod="a", team="shop") for day in (1, 2, 3)]
    _, after = changed(*words, labels={"team": "shop"})
    assert [str(matcher) for matcher in after.policy.suppress[0].match] == ['pod="a"']


def test_noise_that_is_nearer_than_all_that_was_useful_asks_for_a_larger_deviation() -> None:
    noise = [judged("noise", f"2026-11-0{day}T02:10", deviation=day, pod="a") for day in (1, 2, 3)]
    suggestion, after = changed(judged("useful", deviation=20, pod="b"), *noise)
    assert suggestion.kind == "deviation"
    assert after.policy.min_deviation == pytest.approx(3.3)


def test_noise_just_above_the_threshold_in_many_series_raises_it() -> None:
    noise = [judged("noise", f"2026-11-0{day}T02:10", 0.64 + day / 100, pod=str(day)) for day in (1, 2, 3)]
    suggestion, after = changed(*noise)
    assert suggestion.kind == "threshold"
    assert after.policy.threshold == pytest.approx(0.68)
    suggestion, after = changed(*noise, policy={"budget": {"alerts": 2}})
    assert after.policy.budget is not None
    assert after.policy.budget.alerts == 1


@pytest.mark.parametrize(
    "words",
    [
        [judged("noise", pod="a")],
        [judged("noise", "2026-11-01T02:10", pod="a"), judged("noise", pod="a")],
        [judged("useful", pod="a")],
        # Useful ones in the same series are no stranger than the noise, so nothing would part them.
        [judged("useful", peak=0.7, deviation=1, pod="a")]
        + [judged("noise", f"2026-11-0{day}T02:10", 0.75, 5, pod="a") for day in (1, 2, 3)],
    ],
)
def test_too_little_or_contradicting_words_change_nothing(words: list[Judged]) -> None:
    assert propose(*words)[1] is None


def test_noise_without_an_expected_value_still_leads_to_a_rule() -> None:
    words = [judged("noise", f"2026-11-0{day}T02:10", deviation=math.nan, pod="a") for day in (1, 2, 3)]
    suggestion, _ = changed(judged("useful", peak=0.99, pod="a"), *words)
    assert suggestion.kind == "suppression"


def test_expected_once_is_left_out_of_trainings() -> None:
    suggestion, after = changed(judged("expected"))
    assert suggestion.kind == "exclusion"
    (dates,) = after.policy.exclude_from_training
    assert isinstance(dates.first, datetime)
    assert dates.first.isoformat() == "2026-11-02T02:10:00+00:00"


def test_what_goes_on_is_left_out_for_an_hour_more() -> None:
    one = judged("expected")
    going_on = replace(one.anomaly, state=AnomalyState.OPEN, ended_ms=None)
    _, after = changed(replace(one, anomaly=going_on))
    last = after.policy.exclude_from_training[0].last
    assert isinstance(last, datetime)
    assert last.isoformat() == "2026-11-02T03:40:00+00:00"


def test_expected_twice_on_the_same_weekday_is_a_weekly_calendar() -> None:
    suggestion, after = changed(
        judged("expected", "2026-11-02T02:10"), judged("expected", "2026-11-09T02:35")
    )
    assert suggestion.kind == "calendar"
    (rule,) = after.policy.calendars
    assert rule.weekly[0].days == ("monday",)
    assert (str(rule.weekly[0].start), str(rule.weekly[0].end)) == ("02:00:00", "03:15:00")
    assert [str(matcher) for matcher in rule.match] == ['route="/cart"']


def test_expected_on_three_days_at_the_same_time_is_a_calendar_for_them() -> None:
    words = [judged("expected", f"2026-11-0{day}T23:50", pod=str(day)) for day in (2, 3, 4)]
    _, after = changed(*words)
    window = after.policy.calendars[0].weekly[0]
    assert window.days == ("monday", "tuesday", "wednesday")
    assert (str(window.start), str(window.end)) == ("23:45:00", "00:30:00")
    assert after.policy.calendars[0].match == ()


def test_expected_at_different_times_is_no_calendar() -> None:
    words = [judged("expected", at) for at in ("2026-11-02T02:10", "2026-11-09T09:00", "2026-11-10T15:00")]
    assert changed(*words)[0].kind == "exclusion"


def test_a_calendar_that_is_proposed_covers_what_was_expected() -> None:
    words = [judged("expected", at) for at in ("2026-11-02T00:05", "2026-11-08T23:50", "2026-11-10T00:10")]
    _, after = changed(*words)
    calendar = build_calendar(after.policy.calendars[0])
    for one in words:
        times = np.array([one.anomaly.started_ms, (one.anomaly.ended_ms or 0) - 1])
        assert calendar.covers(times).all()
