"""Functions over a range: rates of counters with Prometheus's extrapolation, and summaries of gauges."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from promql_parser import MatrixSelector

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.families import SeriesOfPod
from barograph.demo.promql.selectors import offset_grid, select_series
from barograph.demo.promql.values import Grid, Vector
from barograph.demo.shop import Shop
from barograph.domain import FloatArray, TimeArray

__all__ = ["WINDOW_FUNCTIONS"]


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """The first and last scrape inside ``[t - range, t]`` for each moment."""

    times: TimeArray
    range_ms: int
    first: TimeArray
    last: TimeArray

    @property
    def counts(self) -> TimeArray:
        counts: TimeArray = np.maximum(self.last - self.first + 1, 0)
        return counts


_RowFunction = Callable[[Shop, SeriesOfPod, _Windows], FloatArray]


def _over(function: _RowFunction) -> Callable[[Shop, MatrixSelector, Grid], Vector]:
    def evaluate(shop: Shop, selector: MatrixSelector, grid: Grid) -> Vector:
        looked_at = offset_grid(grid, selector.vector_selector)
        range_ms = int(selector.range.total_seconds() * 1000)
        first = np.maximum(-(-(looked_at.times - range_ms) // SCRAPE_MS), looked_at.oldest_scrape)
        windows = _Windows(looked_at.times, range_ms, first, looked_at.last_scrapes)
        series = select_series(shop, selector.vector_selector)
        if not series or not len(grid.times):
            return Vector.empty(len(grid.times))
        rows = [function(shop, item, windows) for item in series]
        return Vector(tuple(item.labels.without("__name__") for item in series), np.array(rows))

    return evaluate


def _increase(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    first = np.minimum(windows.first, windows.last)
    at_first, at_last = shop.values(series, first), shop.values(series, windows.last)
    gained = at_last - at_first + _lost_in_resets(shop, series, first, windows.last)
    gained[windows.counts < 2] = np.nan
    return _extrapolated(gained, at_first, windows)


def _lost_in_resets(shop: Shop, series: SeriesOfPod, first: TimeArray, last: TimeArray) -> FloatArray:
    breaks = shop.ledger.breaks(series.pod, int(first[0]), int(last[-1]))
    if not series.is_counter or not len(breaks):
        return np.zeros(len(first))
    before, after = shop.values(series, breaks - 1), shop.values(series, breaks)
    lost = np.concatenate([[0.0], np.cumsum(np.where(after < before, before, 0.0))])
    until_first, until_last = (np.searchsorted(breaks, ends, side="right") for ends in (first, last))
    inside: FloatArray = lost[until_last] - lost[until_first]
    return inside


def _extrapolated(gained: FloatArray, at_first: FloatArray, windows: _Windows) -> FloatArray:
    """Stretch what was gained between two samples to the whole window, as Prometheus does."""
    sampled = (windows.last - windows.first) * float(SCRAPE_MS)
    to_start = windows.first * float(SCRAPE_MS) - (windows.times - windows.range_ms)
    to_end = windows.times - windows.last * float(SCRAPE_MS)
    with np.errstate(divide="ignore", invalid="ignore"):
        to_zero = np.where(gained > 0, sampled * (at_first / gained), np.inf)
        to_start = np.minimum(to_start, to_zero)
        limit, half = SCRAPE_MS * 1.1, SCRAPE_MS / 2
        stretch = (
            sampled + np.where(to_start < limit, to_start, half) + np.where(to_end < limit, to_end, half)
        )
        result: FloatArray = gained * (stretch / sampled)
    return result


def _rate(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    return _increase(shop, series, windows) / (windows.range_ms / 1000)


def _instant_rate(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    at_last = shop.values(series, windows.last)
    before = shop.values(series, windows.last - 1)
    gained = np.where(at_last < before, at_last, at_last - before)
    return np.where(windows.counts < 2, np.nan, gained / (SCRAPE_MS / 1000))


def _delta(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    first = np.minimum(windows.first, windows.last)
    gained = shop.values(series, windows.last) - shop.values(series, first)
    gained[windows.counts < 2] = np.nan
    return _extrapolated(gained, np.full(len(first), np.inf), windows)


def _summary(reduce: np.ufunc) -> _RowFunction:
    def summarise(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
        first = np.minimum(windows.first, windows.last)
        start, stop = int(first[0]), int(windows.last[-1]) + 1
        # One value more than needed: reduceat wants every end inside the array.
        values = shop.values(series, np.arange(start, stop + 1, dtype=np.int64))
        edges = np.stack([first - start, windows.last + 1 - start], axis=1).ravel()
        reduced: FloatArray = reduce.reduceat(values, edges)[::2]
        return np.where(windows.counts < 1, np.nan, reduced)

    return summarise


def _count(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    return np.where(windows.counts < 1, np.nan, windows.counts.astype(np.float64))


def _average(shop: Shop, series: SeriesOfPod, windows: _Windows) -> FloatArray:
    return _summary(np.add)(shop, series, windows) / _count(shop, series, windows)


WINDOW_FUNCTIONS: dict[str, Callable[[Shop, MatrixSelector, Grid], Vector]] = {
    "rate": _over(_rate),
    "increase": _over(_increase),
    "irate": _over(_instant_rate),
    "delta": _over(_delta),
    "avg_over_time": _over(_average),
    "sum_over_time": _over(_summary(np.add)),
    "max_over_time": _over(_summary(np.maximum)),
    "min_over_time": _over(_summary(np.minimum)),
    "count_over_time": _over(_count),
}
