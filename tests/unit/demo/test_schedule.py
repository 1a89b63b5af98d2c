import itertools
from collections import Counter

import pytest

from barograph.demo.clockwork import DAY_MS
from barograph.demo.incidents import ROOTS
from barograph.demo.schedule import Schedule

START = 20_000 * DAY_MS
TWO_WEEKS = 14 * DAY_MS


@pytest.mark.parametrize("start", [START, START + DAY_MS // 3, START + 100 * DAY_MS])
def test_two_weeks_hold_thirty_incidents_of_every_kind(start: int) -> None:
    incidents = Schedule(1).incidents(start, start + TWO_WEEKS)
    assert 29 <= len(incidents) <= 31
    assert set(Counter(incident.kind for incident in incidents)) == set(ROOTS)


def test_incidents_never_overlap_each_other() -> None:
    incidents = Schedule(1).incidents(START, START + TWO_WEEKS)
    assert all(a.end_ms < b.start_ms for a, b in itertools.pairwise(incidents))


def test_a_part_of_the_range_gives_the_same_incidents() -> None:
    whole = Schedule(1).incidents(START, START + TWO_WEEKS)
    part = Schedule(1).incidents(START + DAY_MS, START + 2 * DAY_MS)
    assert part == tuple(item for item in whole if item.overlaps(START + DAY_MS, START + 2 * DAY_MS))


def test_a_quiet_shop_has_no_past_incident() -> None:
    assert Schedule(1, is_quiet=True).incidents(START, START + TWO_WEEKS) == ()


def test_live_incidents_come_every_two_minutes_and_the_hour_before_is_calm() -> None:
    schedule = Schedule(1, live_from_ms=START)
    live = schedule.incidents(START, START + 20 * 60_000 - 1)
    assert [incident.start_ms for incident in live] == [START + i * 120_000 for i in range(10)]
    assert {incident.kind for incident in live} == set(ROOTS)
    assert all(incident.is_live for incident in live)
    assert not schedule.incidents(START - 3_600_000, START - 1)


def test_the_label_says_everything_in_json() -> None:
    label = Schedule(1).incidents(START, START + TWO_WEEKS)[0].to_json()
    assert label["service"] in label["services"]
    assert label["start_ms"] < label["end_ms"]
    assert label["cause"]
