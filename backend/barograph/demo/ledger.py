"""What every pod has counted and shown at any scrape; days are drawn on demand and kept for a while."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.demo.clockwork import DAY_MS, SCRAPE_MS, SCRAPES_PER_DAY, first_scrape_of, scrape_at
from barograph.demo.deploys import MOST_DAYS_BETWEEN_DEPLOYS, restarts_of
from barograph.demo.drawn import Drawn
from barograph.demo.effects import Effect, Quantity, effects_of
from barograph.demo.gauges import GAUGES
from barograph.demo.schedule import Schedule
from barograph.demo.services import Pod
from barograph.demo.traffic import Departures, TrafficDay, count_day
from barograph.domain import FloatArray, TimeArray

__all__ = ["Ledger"]

# All pods over two weeks and a bit, about 100 MB when somebody really asks for everything.
_DAYS_KEPT = 450
_FAR_MS = 6 * 3_600_000


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Answers with the value a pod had at each of many scrapes, in ascending order.

    Everything follows from the seed and the schedule. Nothing is stored but the days drawn last.
    """

    seed: int
    schedule: Schedule
    _traffic: Drawn[TrafficDay]
    _levels: Drawn[FloatArray]

    @classmethod
    def open(cls, seed: int, schedule: Schedule) -> "Ledger":
        """Return a ledger with nothing drawn yet."""
        return cls(seed, schedule, Drawn(_DAYS_KEPT), Drawn(_DAYS_KEPT))

    def restarts_between(self, pod: Pod, first: int, last: int) -> TimeArray:
        """Return the restarts a question about these scrapes may need, the one before them included."""
        first_day = first // SCRAPES_PER_DAY - MOST_DAYS_BETWEEN_DEPLOYS
        return restarts_of(self.seed, pod, first_day, last // SCRAPES_PER_DAY)

    def count(self, pod: Pod, column: str, scrapes: TimeArray) -> TimeArray:
        """Return a counter: what happened since the last restart of the pod."""
        restarts = self.restarts_between(pod, int(scrapes[0]), int(scrapes[-1]))
        origin = int(restarts[0]) // SCRAPES_PER_DAY
        latest = np.searchsorted(restarts, scrapes, side="right") - 1
        at_restart = self._running(pod, column, restarts - 1, origin)
        return self._running(pod, column, scrapes, origin) - at_restart[latest]

    def counted_on(self, pod: Pod, column: str, day: int) -> NDArray[np.int32]:
        """Return the running sum of one day, restarts or not."""
        running: NDArray[np.int32] = getattr(self._traffic_day(pod, day), column)
        return running

    def level(self, pod: Pod, gauge: str, scrapes: TimeArray) -> FloatArray:
        """Return a gauge."""
        values = np.empty(scrapes.shape)
        for day, mine in _by_day(scrapes, int(scrapes[0]) // SCRAPES_PER_DAY):
            if mine.start < mine.stop:
                values[mine] = self._level_day(pod, gauge, day)[scrapes[mine] - first_scrape_of(day)]
        return values

    def departures(self, pod: Pod, day: int) -> Departures:
        """Return everything that incidents change on a day of a pod, summed by quantity."""
        scrapes = first_scrape_of(day) + np.arange(SCRAPES_PER_DAY)
        total: Departures = {}
        for effect in self.effects(pod, day * DAY_MS, (day + 1) * DAY_MS):
            total[effect.quantity] = total.get(effect.quantity, 0.0) + effect.at(scrapes)
        return total

    def effects(self, pod: Pod, start_ms: int, end_ms: int) -> list[Effect]:
        """Return the effects that touch a pod in a range."""
        return [
            effect
            for incident in self.schedule.incidents(start_ms - _FAR_MS, end_ms)
            for effect in effects_of(incident)
            if effect.service == pod.service.name and (not effect.pods or pod.name in effect.pods)
        ]

    def as_shown(self, pod: Pod, scrapes: TimeArray) -> TimeArray:
        """Return the scrapes whose values the pod really shows: a hanging exporter repeats an old one."""
        first, last = int(scrapes[0]) * SCRAPE_MS, int(scrapes[-1]) * SCRAPE_MS
        shown = scrapes
        for effect in self.effects(pod, first, last):
            if effect.quantity is Quantity.FREEZE:
                start = scrape_at(effect.start_ms)
                is_frozen = (scrapes > start) & (scrapes <= scrape_at(effect.end_ms))
                shown = np.where(is_frozen, start, shown)
        return shown

    def breaks(self, pod: Pod, first: int, last: int) -> TimeArray:
        """Return the scrapes of a range at which a counter may fall: restarts, and ends of a hang."""
        ends_of_hangs = [
            scrape_at(effect.end_ms) + 1
            for effect in self.effects(pod, first * SCRAPE_MS, last * SCRAPE_MS)
            if effect.quantity is Quantity.FREEZE
        ]
        candidates = {*self.restarts_between(pod, first, last).tolist(), *ends_of_hangs}
        return np.array(sorted(scrape for scrape in candidates if first < scrape <= last), dtype=np.int64)

    def _running(self, pod: Pod, column: str, scrapes: TimeArray, origin: int) -> TimeArray:
        values = np.empty(scrapes.shape, dtype=np.int64)
        before = 0
        for day, mine in _by_day(scrapes, origin):
            running = self.counted_on(pod, column, day)
            values[mine] = before + running[scrapes[mine] - first_scrape_of(day)]
            before += int(running[-1])
        return values

    def _traffic_day(self, pod: Pod, day: int) -> TrafficDay:
        return self._traffic.get(
            (pod.name, day), lambda: count_day(self.seed, pod, day, self.departures(pod, day))
        )

    def _level_day(self, pod: Pod, gauge: str, day: int) -> FloatArray:
        return self._levels.get(
            (pod.name, gauge, day), lambda: GAUGES[gauge](self.seed, pod, day, self.departures(pod, day))
        )


def _by_day(scrapes: TimeArray, first_day: int) -> Iterator[tuple[int, slice]]:
    """Yield each day up to the last scrape, with the part of the scrapes that lies in it."""
    last_day = int(scrapes[-1]) // SCRAPES_PER_DAY
    midnights = np.arange(first_day, last_day + 2) * SCRAPES_PER_DAY
    edges = np.searchsorted(scrapes, midnights)
    for position, day in enumerate(range(first_day, last_day + 1)):
        yield day, slice(int(edges[position]), int(edges[position + 1]))
