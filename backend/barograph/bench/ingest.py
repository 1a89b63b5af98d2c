"""`barograph bench ingest`: what reading from Prometheus costs, a tick and a cold window."""

import re
import time
from pathlib import Path
from statistics import median

import click
import numpy as np
import orjson

from barograph.bench._prometheus import MeasuredPrometheus, prometheus_with
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.limits import QueryLimits
from barograph.sources.matrix import Grid, RangeSeries
from barograph.sources.prometheus import PrometheusApi, PrometheusSource
from barograph.sources.prometheus.api import range_form
from barograph.sources.windows import WindowCache, WindowShelf

__all__ = ["command"]

_STEP_MS = 60_000
_EXPRESSION = "bench"
_CONTRACT = {
    "tick_cpu_seconds": Limit("<=", 0.5),
    "cold_cpu_per_orjson": Limit("<=", 1.0),
    "cold_memory_per_matrix": Limit("<=", 4.0),
}


@click.command()
@click.option("--series", default=10_000, show_default=True, help="Series in Prometheus.")
@click.option("--points", default=1_440, show_default=True, help="Points of the cold window.")
@click.option("--ticks", default=5, show_default=True, help="Ticks, of which the median counts.")
@click.option("--seed", default=1, show_default=True, help="Seed of the samples.")
@reported
def command(series: int, points: int, ticks: int, seed: int) -> BenchResult:
    """Measure a tick and a cold window against a real Prometheus that is started for it.

    CPU is ours unless the name says otherwise. Example: barograph bench ingest --series 10000 --json
    """
    with prometheus_with(series, points + ticks, _STEP_MS, seed) as server:
        bench = _Ingest(server, series)
        figures: dict[str, float] = {"series": series, "points": points}
        figures |= bench.measure_cold(server.end_ms - ticks * _STEP_MS, points)
        figures |= bench.measure_ticks(ticks, points)
        figures |= bench.measure_orjson()
    figures["cold_cpu_per_orjson"] = figures["cold_cpu_seconds"] / figures["orjson_cpu_seconds"]
    return BenchResult("ingest", figures, _CONTRACT)


class _RememberingApi(PrometheusApi):
    """Remembers which parts were asked for, so that the same bytes can be asked for again."""

    def __init__(self, client: HttpClient) -> None:
        super().__init__(client)
        self.parts: list[Grid] = []
        self.response_bytes = 0

    def query_range(self, expression: str, grid: Grid) -> tuple[list[RangeSeries], int]:
        series, size = super().query_range(expression, grid)
        self.parts.append(grid)
        self.response_bytes += size
        return series, size


class _Ingest:
    """Fetches as the engine does, and notes what it takes."""

    def __init__(self, server: MeasuredPrometheus, series: int) -> None:
        self._server = server
        self._client = HttpClient(server.url, HttpOptions(timeout_seconds=300))
        self._api = _RememberingApi(self._client)
        limits = QueryLimits(max_series=series)
        self._cache = WindowCache(PrometheusSource(self._api, limits), WindowShelf(2**40), limits)
        self._cold_parts: list[Grid] = []

    def measure_cold(self, end_ms: int, points: int) -> dict[str, float]:
        """Fetch a whole window that is not there yet."""
        _reset_peak_memory()
        memory, theirs = _memory_bytes("VmRSS"), self._server.cpu_seconds()
        wall, ours = time.perf_counter(), time.process_time()
        frame = self._cache.window(_EXPRESSION, end_ms, _STEP_MS, points)
        ours, wall = time.process_time() - ours, time.perf_counter() - wall
        peak = _memory_bytes("VmHWM")
        self._cold_parts = list(self._api.parts)
        return {
            "cold_seconds": wall,
            "cold_cpu_seconds": ours,
            "cold_prometheus_cpu_seconds": self._server.cpu_seconds() - theirs,
            "cold_requests": len(self._cold_parts),
            "cold_response_bytes": self._api.response_bytes,
            "cold_matrix_bytes": frame.values.nbytes,
            "cold_gaps": int(np.isnan(frame.values).sum()),
            "cold_memory_per_matrix": (peak - memory) / frame.values.nbytes,
        }

    def measure_ticks(self, ticks: int, points: int) -> dict[str, float]:
        """Move the window on, one point at a time."""
        walls, cpus, theirs = [], [], self._server.cpu_seconds()
        for back in range(ticks - 1, -1, -1):
            wall, ours = time.perf_counter(), time.process_time()
            self._cache.window(_EXPRESSION, self._server.end_ms - back * _STEP_MS, _STEP_MS, points)
            cpus.append(time.process_time() - ours)
            walls.append(time.perf_counter() - wall)
        return {
            "tick_seconds": median(walls),
            "tick_cpu_seconds": median(cpus),
            "tick_cpu_max_seconds": max(cpus),
            "tick_prometheus_cpu_seconds": (self._server.cpu_seconds() - theirs) / ticks,
        }

    def measure_orjson(self) -> dict[str, float]:
        """Let orjson parse the same answers and do nothing with them: what we compare with."""
        spent = 0.0
        for part in self._cold_parts:
            body = self._client.post("/api/v1/query_range", range_form(_EXPRESSION, part)).body
            started = time.process_time()
            orjson.loads(body)
            spent += time.process_time() - started
        return {"orjson_cpu_seconds": spent}


def _reset_peak_memory() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _memory_bytes(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0
