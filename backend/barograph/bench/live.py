"""`barograph bench live`: how fast an event reaches every socket, and what a socket costs."""

import resource
from collections.abc import Sequence

import click

from barograph.bench._live_run import LiveRun, measure, measure_node
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit

__all__ = ["command"]

_STANDARD_RUNS = (
    LiveRun(1000, 10),
    LiveRun(1000, 10, is_fitting=True),
    LiveRun(5000, 1),
    LiveRun(5000, 1, workers=2),
    LiveRun(5000, 1, is_fitting=True),
    LiveRun(10_000, 1),
    # Long enough for the gateway to part from one that reads a byte a second and one that reads nothing.
    LiveRun(1000, 10, seconds=70, has_troubled=True),
)
_CONTRACTED_CLIENTS = {1000: 50.0, 5000: 150.0}


@click.command()
@click.option("--clients", type=click.IntRange(1, 20_000), help="Number of clients; else the standard runs.")
@click.option("--rate", type=float, default=10.0, show_default=True, help="Events a second.")
@click.option("--seconds", type=float, default=20.0, show_default=True, help="How long each run sends.")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="Web workers.")
@click.option("--fit", "is_fitting", is_flag=True, help="Fit models on another core meanwhile.")
@click.option("--troubled", "has_troubled", is_flag=True, help="With a slow and a dead client among them.")
@click.option("--node/--no-node", "has_node", default=True, help="Measure a plain Node broadcaster beside.")
@reported
def command(
    *,
    clients: int | None,
    rate: float,
    seconds: float,
    workers: int,
    is_fitting: bool,
    has_troubled: bool,
    has_node: bool,
) -> BenchResult:
    """Measure delivery to WebSocket clients, from the scheduled moment of an event to its receipt.

    Server, clients and engine are processes of their own; the engine commits each event to the database
    first. Example: `barograph bench live --clients 1000 --rate 10 --json`.
    """
    _allow_many_files()
    runs: Sequence[LiveRun] = _STANDARD_RUNS
    if clients is not None:
        runs = (LiveRun(clients, rate, seconds, workers, is_fitting, has_troubled),)
    figures: dict[str, object] = {}
    contract: dict[str, Limit] = {}
    for run in runs:
        name = _name_of(run)
        figures |= {f"{name}.{figure}": value for figure, value in measure(run).items()}
        contract |= {f"{name}.{figure}": limit for figure, limit in _contract_of(run).items()}
        if has_node and not run.is_fitting and not run.has_troubled and run.workers == 1:
            figures |= {f"{name}.node_{figure}": value for figure, value in measure_node(run).items()}
    return BenchResult("live", figures, contract)


def _name_of(run: LiveRun) -> str:
    more = (f"_{run.workers}_workers" if run.workers > 1 else "") + ("_fitting" if run.is_fitting else "")
    more += "_with_troubled" if run.has_troubled else ""
    return f"{run.clients}_clients_{run.rate:g}_per_second{more}"


def _contract_of(run: LiveRun) -> dict[str, Limit]:
    limits = {"lost": Limit("==", 0), "doubled": Limit("==", 0), "memory_connection_kb": Limit("<=", 60)}
    delivery_ms = _CONTRACTED_CLIENTS.get(run.clients)
    if delivery_ms is not None:
        limits |= {"delivery_p95_ms": Limit("<=", delivery_ms), "connect_p95_ms": Limit("<=", 100)}
    if run.has_troubled:
        limits["troubled_left_open"] = Limit("==", 0)
    return limits


def _allow_many_files() -> None:
    """Raise the limit of open files for this process and those it starts as far as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
