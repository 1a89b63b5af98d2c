"""Counting lines over a range, without writing them where no filter needs their text."""

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.loki.logql import MetricQuery
from barograph.demo.loki.reading import matching_streams, scan_lines
from barograph.demo.loki.streams import STREAMS, lines_per_scrape
from barograph.demo.promql import Grid, Vector
from barograph.demo.promql.aggregation import aggregate
from barograph.demo.shop import Shop
from barograph.domain import FloatArray
from barograph.errors import SourceRejectedQuery

__all__ = ["count_lines"]

_MOST_LINES_COUNTED = 100_000


def count_lines(shop: Shop, query: MetricQuery, grid: Grid) -> Vector:
    """Return the metric of a query; moments without any line have no value, as in Loki."""
    positions = matching_streams(query.logs)
    if not positions or not len(grid.times):
        return Vector.empty(len(grid.times))
    until = np.minimum(grid.times, grid.now_ms) // SCRAPE_MS
    since = np.minimum((grid.times - query.range_ms) // SCRAPE_MS, until)
    first, last = int(since[0]) + 1, int(until[-1])
    weights = _weights(shop, query, positions, first, max(first, last))
    running = np.concatenate([np.zeros((len(positions), 1)), np.cumsum(weights, axis=1)], axis=1)
    counts = running[:, until - first + 1] - running[:, since - first + 1]
    if query.function.endswith("rate"):
        counts = counts / (query.range_ms / 1000)
    vector = Vector(tuple(STREAMS[i].labels for i in positions), np.where(counts > 0, counts, np.nan))
    if not query.aggregation:
        return vector
    return aggregate(query.aggregation, vector, query.grouping, is_without=query.is_without)


def _weights(shop: Shop, query: MetricQuery, positions: list[int], first: int, last: int) -> FloatArray:
    plain = [lines_per_scrape(shop.ledger, STREAMS[i], first, last) for i in positions]
    is_bytes = query.function.startswith("bytes")
    if not query.logs.line_tests and not is_bytes:
        return np.array(plain, dtype=np.float64)
    if sum(int(counts.sum()) for counts in plain) > _MOST_LINES_COUNTED:
        raise SourceRejectedQuery(
            f"the query would read more than {_MOST_LINES_COUNTED:,} lines; "
            "narrow its range, or count without a line filter"
        )
    weights = np.zeros((len(positions), last - first + 1))
    rows = {position: row for row, position in enumerate(positions)}
    for line in scan_lines(shop, query.logs, first, last):
        if query.logs.means_line(line.text):
            slot = line.time_ns // (SCRAPE_MS * 1_000_000) + 1 - first
            weights[rows[line.stream], slot] += len(line.text) if is_bytes else 1
    return weights
