"""The scheduler: gives each detector its slots and runs what is due on a pool of threads."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from barograph.engine.slots import Slots
from barograph.storage.detector_rows import StoredDetector

__all__ = ["Scheduler"]

_log = structlog.get_logger(__name__)
_Key = tuple[str, str]
_MOST_DRIFT_SECONDS = 1.0


class _SlotTrigger(BaseTrigger):
    """Fires at the slots of one detector, by the clock that says what is due."""

    def __init__(self, slots: Slots, clock: Callable[[], float]) -> None:
        self._slots = slots
        self._clock = clock

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        after = self._clock()
        if previous_fire_time:
            after = max(after, previous_fire_time.timestamp())
        return datetime.fromtimestamp(self._slots.next_after(int(after * 1000)) / 1000, UTC)


class Scheduler:
    """Keeps one job a detector. A slot that comes while the tick before still runs is counted as missed.

    The moments of slots are those of the clock, and it may be set: see ``keep_time``.
    """

    def __init__(
        self,
        run: Callable[[StoredDetector], Any],
        threads: int,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._run = run
        self._clock = clock
        self._monotonic = monotonic
        self._ahead = self._measure_ahead()
        self._scheduled: dict[_Key, StoredDetector] = {}
        self._slots: dict[_Key, Slots] = {}
        self._last_slot: dict[_Key, int] = {}
        self._is_stopped = False
        self.missed_slots = 0
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(threads)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )

    def start(self) -> None:
        """Begin to run what is due."""
        self._scheduler.start()

    def stop(self, *, is_patient: bool = True) -> None:
        """Start no more ticks, and wait for those that run."""
        self._is_stopped = True
        self._scheduler.shutdown(wait=is_patient)

    @property
    def detectors(self) -> tuple[StoredDetector, ...]:
        """What is scheduled now."""
        return tuple(self._scheduled.values())

    def lateness(self) -> dict[str, float]:
        """Say how many detectors are late by more than their interval, and how late the latest is."""
        now_ms = int(self._clock() * 1000)
        overdue = [
            now_ms - slots.next_after(self._last_slot[key])
            for key, slots in self._slots.items()
            if now_ms - slots.next_after(self._last_slot[key]) > slots.interval_ms
        ]
        return {"detectors": len(overdue), "seconds": max(overdue, default=0) / 1000}

    def sync(self, wanted: Iterable[StoredDetector]) -> None:
        """Make the jobs be those of the wanted detectors; unchanged ones keep theirs."""
        wanted_by_key = {(detector.tenant, detector.id): detector for detector in wanted}
        for key in self._scheduled.keys() - wanted_by_key.keys():
            self._remove(key)
        for key, detector in wanted_by_key.items():
            known = self._scheduled.get(key)
            if known is None or known.revision != detector.revision:
                self._add(key, detector)

    def keep_time(self) -> bool:
        """Give all detectors new slots where the clock was set; tells whether it was.

        Without that everybody would wait for the slot of before: an hour where the clock went back an hour,
        even if it was put right a moment later.
        """
        before, self._ahead = self._ahead, self._measure_ahead()
        if abs(self._ahead - before) < _MOST_DRIFT_SECONDS:
            return False
        _log.warning("the clock was set; all detectors get new slots", by_seconds=round(self._ahead - before))
        for key, detector in tuple(self._scheduled.items()):
            self._add(key, detector)
        return True

    def _measure_ahead(self) -> float:
        return self._clock() - self._monotonic()

    def _add(self, key: _Key, detector: StoredDetector) -> None:
        slots = Slots.of("/".join(key), detector.spec.interval.milliseconds)
        self._scheduled[key] = detector
        self._slots[key], self._last_slot[key] = slots, int(self._clock() * 1000)
        self._scheduler.add_job(
            self._run_due,
            _SlotTrigger(slots, self._clock),
            (key,),
            id="/".join(key),
            replace_existing=True,
        )

    def _remove(self, key: _Key) -> None:
        del self._scheduled[key], self._slots[key], self._last_slot[key]
        try:
            self._scheduler.remove_job("/".join(key))
        except JobLookupError:
            return

    def _run_due(self, key: _Key) -> None:
        detector, slots, last = self._scheduled.get(key), self._slots.get(key), self._last_slot.get(key)
        if detector is None or slots is None or last is None or self._is_stopped:
            return
        now_ms = int(self._clock() * 1000)
        self.missed_slots += max(0, slots.count_between(last, now_ms) - 1)
        self._last_slot[key] = now_ms
        self._run(detector)
