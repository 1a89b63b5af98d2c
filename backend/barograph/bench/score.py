"""`barograph bench score`: what a tick, a full pass and a fit cost, and how large a model is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

import click
import numpy as np

from barograph.algorithms.base import Algorithm, CostClass, Model, Progress, Traces, go_on
from barograph.algorithms.registry import Registry
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.domain import Frame, Labels

__all__ = ["command", "measure"]

_Answer = TypeVar("_Answer")
_START_MS = 1_767_571_200_000
_TICK_MS = 50.0
_SERIES_BYTES = 4_096.0
_CONTRACT_SERIES = 10_000
_FORTNIGHT_SECONDS = 14 * 86_400
_FORTNIGHT_FIT_MS = 60_000.0
_PASS_SHARES = {CostClass.MODERATE: 10, CostClass.EXPENSIVE: 100}
_FIT_SHARES = {CostClass.EXPENSIVE: 10}
_TOLD_EVERY = 0.2


@click.command()
@click.option("--series", default=10_000, show_default=True, help="Number of series.")
@click.option("--points", default=1_440, show_default=True, help="Number of points of each series.")
@click.option("--step", default=60, show_default=True, help="Seconds from point to point.")
@click.option("--algorithm", "names", multiple=True, help="Only this algorithm; may be repeated.")
@click.option("--repeats", default=5, show_default=True, help="How often a tick is measured.")
@reported
def command(series: int, points: int, step: int, names: tuple[str, ...], repeats: int) -> BenchResult:
    """Measure each algorithm on many series at once; run it with OMP_NUM_THREADS=1 for one core.

    `_ms` is time of the clock, `_cpu_ms` time of the CPU, which tells more on a shared machine and is what
    the contract is about. A tick scores one new point of all series after the other, going on from what the
    ticks before left behind; `series_bytes` is what model and ticks keep. A pass over all points is measured
    on `pass_series` series and multiplied: all of them for cheap algorithms, a tenth for moderate ones, a
    hundredth for expensive ones. A fit learns from `fit_points` points of all series: all points, or a tenth
    for expensive algorithms, which have stated costs instead of a contract. Progress goes to stderr.

    \b
    Example: barograph bench score --series 10000 --points 1440 --json
    Two weeks at five minutes: barograph bench score --points 4032 --step 300 --algorithm seasonal
    """
    registry = Registry.installed()
    figures: dict[str, object] = {"series": series, "points": points, "step_seconds": step}
    contract: dict[str, Limit] = {}
    frame = _draw(series, points, step)
    for name in names or registry.names:
        algorithm = registry.create(name)
        for figure, value in measure(algorithm, frame, repeats, _teller(name)).items():
            figures[f"{name}.{figure}"] = value
        if algorithm.cost is not CostClass.EXPENSIVE and series <= _CONTRACT_SERIES:
            contract[f"{name}.tick_cpu_ms"] = Limit("<=", _TICK_MS)
            contract[f"{name}.series_bytes"] = Limit("<=", _SERIES_BYTES)
        if name == "seasonal" and points * step <= _FORTNIGHT_SECONDS and series <= _CONTRACT_SERIES:
            contract["seasonal.fit_ms"] = Limit("<=", _FORTNIGHT_FIT_MS)
    return BenchResult("score", figures, contract)


def measure(
    algorithm: Algorithm, frame: Frame, repeats: int, tell: Callable[[str], None] = lambda _text: None
) -> dict[str, float]:
    """Fit, then score the last point again and again, and the whole range once."""
    history = frame.tail(max(1, frame.point_count // _FIT_SHARES.get(algorithm.cost, 1)))
    part = frame.rows(range(max(1, frame.series_count // _PASS_SHARES.get(algorithm.cost, 1))))
    tell(f"fits {frame.series_count:,} series of {history.point_count:,} points")
    with _spent() as fit:
        model = algorithm.fit(history, _in_steps(tell))
    tell(f"ticks {frame.series_count:,} series")
    ticks, traces = _ticks(algorithm, model, frame, repeats)
    tell(f"passes over {part.series_count:,} series")
    with _spent() as whole:
        algorithm.score(model, part)
    scale = frame.series_count / part.series_count
    kept = [*model.arrays.values(), *(traces or {}).values()]
    return {
        "tick_ms": median(tick.wall_ms for tick in ticks),
        "tick_cpu_ms": median(tick.cpu_ms for tick in ticks),
        "tick_worst_ms": max(tick.wall_ms for tick in ticks),
        "pass_ms": whole.wall_ms * scale,
        "pass_cpu_ms": whole.cpu_ms * scale,
        "pass_series": part.series_count,
        "fit_ms": fit.wall_ms,
        "fit_cpu_ms": fit.cpu_ms,
        "fit_points": history.point_count,
        "series_bytes": sum(array.nbytes for array in kept) / frame.series_count,
    }


@dataclass(slots=True)
class _Spent:
    wall_ms: float = 0.0
    cpu_ms: float = 0.0


@contextmanager
def _spent() -> Iterator[_Spent]:
    """Measure what is done inside by the clock and by the CPU."""
    spent, wall, cpu = _Spent(), time.perf_counter(), time.process_time()
    yield spent
    spent.wall_ms, spent.cpu_ms = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _ticks(
    algorithm: Algorithm, model: Model, frame: Frame, repeats: int
) -> tuple[list[_Spent], Traces | None]:
    """Score one point after the other, as the engine does; the first, without traces, does not count."""
    ticks: list[_Spent] = []
    traces: Traces | None = None
    for stop in range(frame.point_count - repeats, frame.point_count + 1):
        window = frame.columns(max(0, stop - algorithm.window_points), stop)
        with _spent() as tick:
            _, traces = go_on(algorithm, model, window, 1, traces)
        ticks.append(tick)
    return ticks[1:], traces


def _teller(name: str) -> Callable[[str], None]:
    return lambda text: click.echo(f"{name} {text}", err=True)


def _in_steps(tell: Callable[[str], None]) -> Progress:
    """Tell the progress of a fit, now and then only."""
    told = 0.0

    def listen(share: float) -> None:
        nonlocal told
        if share >= told + _TOLD_EVERY:
            told = share
            tell(f"has fitted {share:.0%}")

    return listen


def _draw(series: int, points: int, step: int) -> Frame:
    rng = np.random.default_rng(0)
    moments = np.arange(points) * step * 1_000
    swing = 8 * np.sin(2 * np.pi * moments / 86_400_000)
    values = 100 + swing + rng.standard_normal((series, points))
    labels = tuple(Labels(__name__="load", instance=f"host-{row:05}") for row in range(series))
    return Frame(labels, _START_MS + moments, values)
