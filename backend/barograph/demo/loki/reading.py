"""Finding lines: the newest or oldest of a range, up to a limit."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.loki.lines import write_lines
from barograph.demo.loki.logql import LogQuery
from barograph.demo.loki.streams import STREAMS, LogStream, lines_per_scrape
from barograph.demo.shop import Shop
from barograph.errors import SourceRejectedQuery

__all__ = ["Line", "matching_streams", "read_lines", "scan_lines"]

_SLOT_NS = SCRAPE_MS * 1_000_000
_CHUNK_SCRAPES = 120
_MOST_LINES_READ = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One log line; ``stream`` is its position in the list of streams."""

    time_ns: int
    stream: int
    text: str


def matching_streams(query: LogQuery) -> list[int]:
    """Return the positions of the streams a query selects."""
    return [i for i, stream in enumerate(STREAMS) if query.means_stream(stream.labels)]


def read_lines(
    shop: Shop, query: LogQuery, start_ns: int, end_ns: int, limit: int, *, is_forward: bool
) -> list[Line]:
    """Return up to ``limit`` lines with ``start <= t < end``: the oldest first, or the newest."""
    found: list[Line] = []
    read = 0
    for first, last in _chunks(start_ns, end_ns, is_forward=is_forward):
        lines = sorted(scan_lines(shop, query, first, last), reverse=not is_forward)
        read += len(lines)
        found += [line for line in lines if start_ns <= line.time_ns < end_ns and query.means_line(line.text)]
        if len(found) >= limit:
            break
        if read > _MOST_LINES_READ:
            raise SourceRejectedQuery(
                f"the query would read more than {_MOST_LINES_READ:,} lines; narrow its range or selector"
            )
    return found[:limit]


def scan_lines(shop: Shop, query: LogQuery, first: int, last: int) -> Iterator[Line]:
    """Yield every line of the selected streams written before the scrapes ``first`` to ``last``."""
    incidents = shop.incidents(first * SCRAPE_MS, last * SCRAPE_MS)
    for position in matching_streams(query):
        stream: LogStream = STREAMS[position]
        counts = lines_per_scrape(shop.ledger, stream, first, last)
        for slot in np.flatnonzero(counts):
            scrape = first + int(slot)
            written = write_lines(shop.ledger.seed, stream, scrape, int(counts[slot]), incidents)
            for time_ns, text in written:
                yield Line(time_ns, position, text)


def _chunks(start_ns: int, end_ns: int, *, is_forward: bool) -> Iterator[tuple[int, int]]:
    first, last = start_ns // _SLOT_NS, -(-end_ns // _SLOT_NS)
    starts = range(first, last + 1, _CHUNK_SCRAPES)
    for start in starts if is_forward else reversed(starts):
        yield start, min(start + _CHUNK_SCRAPES - 1, last)
