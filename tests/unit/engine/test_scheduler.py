import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from barograph.engine.scheduler import Scheduler
from barograph.storage import Stores
from barograph.storage.detector_rows import StoredDetector
from tests.servers.base import wait_until
from tests.unit.engine.conftest import make_spec

HOUR = 3600.0
HOURLY = {"query": {"expression": "latency_seconds", "step": "1h"}}


@dataclass
class Clock:
    """A clock that people set; ``set_by`` is how far it is from the right time."""

    set_by: float

    def now(self) -> float:
        return time.time() + self.set_by


class Scheduled:
    """One detector that is due each hour, and how often it ran."""

    def __init__(self, stores: Stores, clock: Clock) -> None:
        self.ran = 0
        self._detector = stores.detectors.create("default", make_spec(**HOURLY), 0)
        self.scheduler = Scheduler(self._run, 1, clock.now)
        self.scheduler.sync([self._detector])
        self.scheduler.start()

    def _run(self, detector: StoredDetector) -> None:
        self.ran += 1


@pytest.fixture
def clock() -> Clock:
    return Clock(12 * HOUR)


@pytest.fixture
def scheduled(stores: Stores, clock: Clock) -> Iterator[Scheduled]:
    scheduled = Scheduled(stores, clock)
    yield scheduled
    scheduled.scheduler.stop()


def test_a_clock_that_is_set_back_stops_no_detector(scheduled: Scheduled, clock: Clock) -> None:
    assert not scheduled.scheduler.keep_time(), "nobody has set the clock"
    clock.set_by = -2 * HOUR
    assert scheduled.scheduler.keep_time()
    wait_until(lambda: scheduled.ran > 0, "a tick by the clock that was set")
    assert not scheduled.scheduler.keep_time(), "that was told"


def test_a_clock_that_is_set_forth_misses_no_slots(scheduled: Scheduled, clock: Clock) -> None:
    clock.set_by = -12 * HOUR
    scheduled.scheduler.keep_time()
    wait_until(lambda: scheduled.ran == 1, "the first tick")
    clock.set_by = -2 * HOUR
    scheduled.scheduler.keep_time()
    wait_until(lambda: scheduled.ran == 2, "a tick by the clock that was set")
    assert scheduled.scheduler.missed_slots == 0


def test_a_detector_whose_slot_has_passed_is_late(scheduled: Scheduled, clock: Clock) -> None:
    assert scheduled.scheduler.lateness() == {"detectors": 0, "seconds": 0.0}
    clock.set_by += 0.9 * HOUR
    in_time = scheduled.scheduler.lateness()
    clock.set_by += 2.2 * HOUR
    late = scheduled.scheduler.lateness()
    assert (in_time["detectors"], late["detectors"]) == (0, 1)
    assert 2 * HOUR < late["seconds"] < 3.2 * HOUR
    scheduled.scheduler.keep_time()
    assert scheduled.scheduler.lateness()["detectors"] == 0, "the clock was set, and nobody was late"
