import numpy as np

from barograph.demo.clockwork import SCRAPE_MS, SCRAPES_PER_DAY, first_scrape_of
from barograph.demo.incidents import IncidentKind
from barograph.demo.ledger import Ledger
from barograph.demo.schedule import Schedule
from barograph.demo.services import service_named

POD = service_named("checkout").pods[0]
QUIET = Ledger.open(1, Schedule(1, is_quiet=True))
FIRST = first_scrape_of(20_000)
FOUR_DAYS = np.arange(FIRST, FIRST + 4 * SCRAPES_PER_DAY)


def test_counters_only_fall_where_the_pod_restarted() -> None:
    counted = QUIET.count(POD, "fast", FOUR_DAYS)
    falls = FOUR_DAYS[1:][np.diff(counted) < 0]
    assert len(falls)
    assert falls.tolist() == QUIET.breaks(POD, int(FOUR_DAYS[0]), int(FOUR_DAYS[-1])).tolist()


def test_a_moment_has_the_same_value_in_every_question() -> None:
    whole = QUIET.count(POD, "fast", FOUR_DAYS)
    for position in (0, 12_345, SCRAPES_PER_DAY, len(FOUR_DAYS) - 1):
        alone = QUIET.count(POD, "fast", FOUR_DAYS[position : position + 1])
        assert alone[0] == whole[position]
        assert QUIET.level(POD, "memory", FOUR_DAYS[position : position + 1]) > 0


def test_levels_can_be_asked_with_gaps() -> None:
    sparse = FOUR_DAYS[[0, 5, SCRAPES_PER_DAY * 3 + 7]]
    memory = QUIET.level(POD, "memory", FOUR_DAYS)
    assert np.array_equal(QUIET.level(POD, "memory", sparse), memory[[0, 5, SCRAPES_PER_DAY * 3 + 7]])


def test_a_hanging_exporter_repeats_its_last_scrape() -> None:
    ledger = Ledger.open(1, Schedule(1))
    start_ms = 20_000 * 86_400_000
    flat = next(
        incident
        for incident in ledger.schedule.incidents(start_ms, start_ms + 30 * 86_400_000)
        if incident.kind is IncidentKind.FLAT_LINE
    )
    pods = service_named(flat.service).pods
    pod = next(pod for pod in pods if pod.name in flat.pods)
    peer = next(pod for pod in pods if pod.name not in flat.pods)
    scrapes = np.arange(flat.start_ms // SCRAPE_MS, flat.end_ms // SCRAPE_MS)
    assert len(set(ledger.as_shown(pod, scrapes).tolist())) == 1
    assert np.array_equal(ledger.as_shown(peer, scrapes), scrapes)
