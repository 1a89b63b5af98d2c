"""`barograph bench score`: what a tick, a full pass and a fit cost, and how large a model is."""

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import TypeVar

import click
import numpy as np

from barograph.algorithms.base import Algorithm, CostClass
from barograph.algorithms.registry import Registry
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.domain import Frame, Labels

__all__ = ["command", "measure"]

_Answer = TypeVar("_Answer")
_STEP_MS = 60_000
_START_MS = 1_767_571_200_000
_TICK_MS = 50.0
_SERIES_BYTES = 4_096.0
_CONTRACT_SERIES = 10_000
_COSTLY_SHARE = 10


@click.command()
@click.option("--series", default=10_000, show_default=True, help="Number of series.")
@click.option("--points", default=1_440, show_default=True, help="Number of points of each series.")
@click.option("--algorithm", "names", multiple=True, help="Only this algorithm; may be repeated.")
@click.option("--repeats", default=5, show_default=True, help="How often a tick is measured.")
@reported
def command(series: int, points: int, names: tuple[str, ...], repeats: int) -> BenchResult:
    """Measure each algorithm on many series at once; run it with OMP_NUM_THREADS=1 for one core.

    Where an algorithm is expensive, it learns from a tenth of the points, and a pass over all points is
    measured on a tenth of the series and multiplied. It has no contract, but a stated cost.
    Example: barograph bench score --series 10000 --points 1440 --json
    """
    registry = Registry.installed()
    figures: dict[str, object] = {"series": series, "points": points}
    contract: dict[str, Limit] = {}
    frame = _draw(series, points)
    for name in names or registry.names:
        algorithm = registry.create(name)
        for figure, value in measure(algorithm, frame, repeats).items():
            figures[f"{name}.{figure}"] = value
        if algorithm.cost is not CostClass.EXPENSIVE and series <= _CONTRACT_SERIES:
            contract[f"{name}.tick_ms"] = Limit("<=", _TICK_MS)
            contract[f"{name}.series_bytes"] = Limit("<=", _SERIES_BYTES)
    return BenchResult("score", figures, contract)


def measure(algorithm: Algorithm, frame: Frame, repeats: int) -> dict[str, float]:
    """Fit, then score the last point again and again, and the whole range once."""
    share = _COSTLY_SHARE if algorithm.cost is CostClass.EXPENSIVE else 1
    part = frame.rows(range(max(1, frame.series_count // share)))
    model, fit_ms = _time(lambda: algorithm.fit(frame.tail(max(1, frame.point_count // share))))
    window = frame.tail(algorithm.window_points)
    ticks = [_time(lambda: algorithm.score(model, window, last=1))[1] for _ in range(repeats + 1)][1:]
    _, pass_ms = _time(lambda: algorithm.score(model, part))
    return {
        "tick_ms": median(ticks),
        "tick_worst_ms": max(ticks),
        "pass_ms": pass_ms * frame.series_count / part.series_count,
        "fit_ms": fit_ms,
        "series_bytes": sum(array.nbytes for array in model.arrays.values()) / frame.series_count,
    }


def _draw(series: int, points: int) -> Frame:
    rng = np.random.default_rng(0)
    moments = np.arange(points) * _STEP_MS
    swing = 8 * np.sin(2 * np.pi * moments / 86_400_000)
    values = 100 + swing + rng.standard_normal((series, points))
    labels = tuple(Labels(__name__="load", instance=f"host-{row:05}") for row in range(series))
    return Frame(labels, _START_MS + moments, values)


def _time(call: Callable[[], _Answer]) -> tuple[_Answer, float]:
    start = perf_counter()
    answer = call()
    return answer, (perf_counter() - start) * 1000
