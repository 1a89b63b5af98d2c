import numpy as np
import pytest

from barograph.domain import Frame, Labels
from barograph.sources.targets import Targets
from barograph.sources.verdicts import DataHealth, HealthRules, Treatment, judge_health, treatment_of

STEP = 60_000
NAN = np.nan
SERIES = Labels(job="api", instance="a")


def frame_of(*rows: tuple[Labels, list[float]]) -> Frame:
    points = len(rows[0][1])
    return Frame(
        tuple(labels for labels, _ in rows), STEP * np.arange(points), np.array([row for _, row in rows])
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 1, 5], DataHealth.OK),
        ([1, 1, 1, 0], DataHealth.TRUE_ZERO),
        ([1, 1, 1, NAN], DataHealth.LATE),
        ([1, NAN, NAN, NAN], DataHealth.GAP),
        ([NAN, NAN, NAN, NAN], DataHealth.SERIES_GONE),
    ],
)
def test_the_newest_points_tell(values: list[float], expected: DataHealth) -> None:
    rules = HealthRules(late_points=1, gone_points=4)
    found = judge_health(frame_of((SERIES, values)), 3 * STEP, rules=rules)
    assert found == {SERIES: expected}


def test_a_bucket_that_is_not_over_says_nothing() -> None:
    window = frame_of((SERIES, [1, 0]))
    assert judge_health(window, STEP + 5, offset_ms=10) == {SERIES: DataHealth.INCOMPLETE_BUCKET}
    assert judge_health(window, STEP + 10, offset_ms=10) == {SERIES: DataHealth.TRUE_ZERO}
    assert judge_health(Frame.empty(), 0, expected=[SERIES]) == {SERIES: DataHealth.INCOMPLETE_BUCKET}


@pytest.mark.parametrize(
    ("labels", "is_down"),
    [
        (Labels(job="api", instance="a"), True),
        (Labels(job="api", instance="b"), False),
        (Labels(job="api"), False),
        (Labels(job="db", shard="1"), True),
        (Labels(instance="a"), True),
        (Labels(job="left"), False),
        (Labels(), False),
        (Labels(job="unknown"), False),
    ],
)
def test_a_scrape_that_is_down_is_told_from_a_gap(labels: Labels, is_down: bool) -> None:
    up = frame_of(
        (Labels(__name__="up", job="api", instance="a"), [1, 0]),
        (Labels(__name__="up", job="api", instance="b"), [1, 1]),
        (Labels(__name__="up", job="db", instance="c"), [1, 0]),
        (Labels(__name__="up", job="left", instance="d"), [0, NAN]),
    )
    expected = DataHealth.SCRAPE_DOWN if is_down else DataHealth.LATE
    assert judge_health(frame_of((labels, [1, NAN])), STEP, targets=Targets(up)) == {labels: expected}


def test_a_series_that_is_expected_and_absent_is_gone() -> None:
    other = Labels(job="db")
    window = frame_of((SERIES, [1, 1]))
    assert judge_health(window, STEP, expected=[SERIES, other]) == {
        SERIES: DataHealth.OK,
        other: DataHealth.SERIES_GONE,
    }


@pytest.mark.parametrize(
    ("health", "policy", "expected"),
    [
        (DataHealth.OK, "alert", Treatment.JUDGE),
        (DataHealth.TRUE_ZERO, "keep", Treatment.JUDGE),
        (DataHealth.LATE, "alert", Treatment.KEEP),
        (DataHealth.INCOMPLETE_BUCKET, "resolve", Treatment.KEEP),
        (DataHealth.GAP, "keep", Treatment.KEEP),
        (DataHealth.SERIES_GONE, "resolve", Treatment.RESOLVE),
        (DataHealth.SCRAPE_DOWN, "alert", Treatment.ALERT),
    ],
)
def test_missing_data_alone_changes_only_what_the_policy_says(
    health: DataHealth, policy: str, expected: Treatment
) -> None:
    assert treatment_of(health, policy) is expected
