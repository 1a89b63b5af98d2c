from dataclasses import replace

import pytest

from barograph.domain import Anomaly
from barograph.engine.quality import KnownIncident, measure_quality
from tests.policy_tables import frame_of, plan_of, run

HOUR_MS = 3_600_000
WEEK_MS = 168 * HOUR_MS


def episode(start_hour: float, hours: float | None = 1) -> Anomaly:
    template = run(plan_of(), *frame_of([[0.9]])).changes[0].anomaly
    started_ms = round(start_hour * HOUR_MS)
    ended_ms = None if hours is None else started_ms + round(hours * HOUR_MS)
    return replace(template, fingerprint=str(start_hour), started_ms=started_ms, ended_ms=ended_ms)


def openings(*episodes: Anomaly) -> dict[str, int]:
    return {one.fingerprint: one.started_ms + 120_000 for one in episodes}


def test_episodes_are_compared_with_what_is_known() -> None:
    episodes = (episode(10), episode(10.1), episode(50), episode(100, None))
    known = (
        KnownIncident(10 * HOUR_MS, 12 * HOUR_MS, "database"),
        KnownIncident(70 * HOUR_MS, 71 * HOUR_MS, "unseen"),
        KnownIncident(101 * HOUR_MS, 102 * HOUR_MS, "disk"),
    )
    quality = measure_quality(episodes, openings(*episodes), (0, 2 * WEEK_MS), known)
    assert (quality.episodes, quality.alerts, quality.alerts_a_week) == (4, 3, 1.5)
    assert (quality.precision, quality.recall) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert quality.median_delay_seconds == 60
    assert [one.name for one in quality.missed] == ["unseen"]


def test_without_labels_only_the_alerts_are_counted() -> None:
    quality = measure_quality((), {}, (0, WEEK_MS))
    assert (quality.alerts, quality.precision, quality.recall) == (0, None, None)


def test_what_is_known_of_other_times_does_not_count() -> None:
    known = (KnownIncident(3 * WEEK_MS, 4 * WEEK_MS, "later"),)
    assert measure_quality((), {}, (0, WEEK_MS), known).recall is None
