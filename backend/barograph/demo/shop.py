"""The simulated shop: every series at any moment, and the truth about its incidents."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from barograph.demo.clockwork import scrape_at
from barograph.demo.families import FAMILIES, SeriesOfPod
from barograph.demo.incidents import Incident
from barograph.demo.ledger import Ledger
from barograph.demo.schedule import Schedule
from barograph.domain import FloatArray, Labels, TimeArray

__all__ = ["DEFAULT_SEED", "Shop"]

DEFAULT_SEED = 8427
SeriesFilter = Callable[[Labels], bool]


@dataclass(slots=True, eq=False)
class Shop:
    """A small web shop, the same for the same seed; values are a pure function of series and time.

    >>> shop = Shop.open(is_quiet=True)
    >>> up = shop.select(lambda labels: labels["__name__"] == "up")
    >>> float(shop.values(up[0], np.array([354_000_000]))[0])
    1.0
    """

    ledger: Ledger
    series: tuple[SeriesOfPod, ...]

    @classmethod
    def open(
        cls, seed: int = DEFAULT_SEED, *, is_quiet: bool = False, live_from_ms: int | None = None
    ) -> "Shop":
        """Open a shop; ``is_quiet`` spares it every incident of the past."""
        series = tuple(item for family in FAMILIES for item in family.series(family))
        ledger = Ledger.open(seed, Schedule(seed, is_quiet, live_from_ms))
        return cls(ledger, tuple(sorted(series, key=lambda item: item.labels)))

    def go_live(self, now_ms: int) -> None:
        """Inject an incident every two minutes from now on; what was before stays as it was."""
        schedule = replace(self.ledger.schedule, live_from_ms=now_ms)
        self.ledger = Ledger.open(self.ledger.seed, schedule)

    def select(self, is_wanted: SeriesFilter) -> list[SeriesOfPod]:
        """Return the series whose labels pass."""
        return [series for series in self.series if is_wanted(series.labels)]

    def values(self, series: SeriesOfPod, scrapes: TimeArray) -> FloatArray:
        """Return the value of a series at each scrape."""
        if not scrapes.size:
            return np.empty(scrapes.shape)
        if series.labels["__name__"] == "up":
            return series.read(self.ledger, series.pod, scrapes)
        return series.read(self.ledger, series.pod, self.ledger.as_shown(series.pod, scrapes))

    def incidents(self, start_ms: int, end_ms: int) -> tuple[Incident, ...]:
        """Return the truth: which incidents go on at some moment of a range."""
        return self.ledger.schedule.incidents(start_ms, end_ms)

    def value_at(self, series: SeriesOfPod, time_ms: int) -> float:
        """Return the value of a series at its last scrape before a moment."""
        return float(self.values(series, np.array([scrape_at(time_ms)]))[0])
