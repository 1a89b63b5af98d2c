"""The log streams of the shop, and how many lines each wrote when: they count the metrics' requests."""

from dataclasses import dataclass

import numpy as np

from barograph.demo.clockwork import SCRAPES_PER_DAY, first_scrape_of
from barograph.demo.ledger import Ledger
from barograph.demo.services import SERVICES, Pod
from barograph.domain import Labels, TimeArray

__all__ = ["STREAMS", "LogStream", "lines_per_scrape"]

# Level: which requests are logged, and how many of them make one line.
_SOURCES: dict[str, tuple[tuple[str, ...], int]] = {
    "info": (("fast", "slow"), 40),
    "warn": (("slow",), 8),
    "error": (("failed",), 1),
}


@dataclass(frozen=True, slots=True)
class LogStream:
    """The lines of one level of one pod."""

    pod: Pod
    level: str

    @property
    def labels(self) -> Labels:
        """The labels of the stream."""
        shared = self.pod.labels.only("namespace", "pod")
        name = self.pod.service.name
        return shared.merged({"app": name, "service_name": name, "level": self.level})


STREAMS = tuple(LogStream(pod, level) for service in SERVICES for pod in service.pods for level in _SOURCES)


def lines_per_scrape(ledger: Ledger, stream: LogStream, first: int, last: int) -> TimeArray:
    """Return how many lines were written in the interval before each scrape from ``first`` to ``last``."""
    first_day, last_day = first // SCRAPES_PER_DAY, last // SCRAPES_PER_DAY
    counts = np.concatenate([_lines_of_day(ledger, stream, day) for day in range(first_day, last_day + 1)])
    origin = first_scrape_of(first_day)
    return counts[first - origin : last - origin + 1]


def _lines_of_day(ledger: Ledger, stream: LogStream, day: int) -> TimeArray:
    columns, requests_per_line = _SOURCES[stream.level]
    counted = sum(ledger.counted_on(stream.pod, column, day).astype(np.int64) for column in columns)
    return np.diff(np.asarray(counted, dtype=np.int64) // requests_per_line, prepend=0)
