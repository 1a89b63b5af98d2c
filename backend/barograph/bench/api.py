"""`barograph bench api`: how fast lists, single detectors and anomalies are answered under load."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import numpy as np

from barograph.bench._api_data import fill
from barograph.bench._api_load import Load, Sample, run_load
from barograph.bench._report import reported
from barograph.bench.base import BenchResult, Limit
from barograph.errors import InternalError

__all__ = ["command"]

_CONTRACT_P95_MS = 100.0
_START_SECONDS = 30.0


@click.command()
@click.option("--detectors", type=click.IntRange(100), default=10_000, show_default=True)
@click.option("--anomalies", type=click.IntRange(100), default=100_000, show_default=True)
@click.option("--rate", type=float, default=500.0, show_default=True, help="Questions a second.")
@click.option("--clients", type=click.IntRange(2), default=50, show_default=True, help="Keep-alive clients.")
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Web workers.")
@click.option("--seconds", type=float, default=15.0, show_default=True, help="How long each round asks.")
@click.option(
    "--rounds", type=click.IntRange(1), default=3, show_default=True, help="Rounds after a warm-up."
)
@reported
def command(
    *, detectors: int, anomalies: int, rate: float, clients: int, workers: int, seconds: float, rounds: int
) -> BenchResult:
    """Measure the API over SQLite, from the scheduled moment of a question to the last byte of its answer.

    Clients live in other processes than the server and keep to their schedule however late answers come.
    The cache of answers is off. Example: `barograph bench api --rate 500 --json`.
    """
    with TemporaryDirectory(prefix="barograph-bench-") as name:
        folder = Path(name)
        found = fill(folder, detectors, anomalies)
        addresses = {
            "list": found.detector_list,
            "get": found.detector,
            "anomalies": found.anomaly_list,
        }
        with _server(folder, workers) as port:
            run_load(Load(port, clients, rate / 2, 3.0), addresses, seed=0)
            load = Load(port, clients, rate, seconds)
            samples = [run_load(load, addresses, seed=100 * number) for number in range(1, rounds + 1)]
    figures = _figures_of(samples, rate)
    contract = {"p95_ms": Limit("<=", _CONTRACT_P95_MS), "failures_count": Limit("==", 0)}
    return BenchResult("api", figures, contract)


def _figures_of(samples: list[Sample], rate: float) -> dict[str, object]:
    figures: dict[str, object] = {"rate_per_second": rate}
    whole = [np.concatenate(list(sample.milliseconds.values())) for sample in samples]
    for percent in (50, 95, 99):
        rounds = [float(np.percentile(values, percent)) for values in whole]
        figures[f"p{percent}_ms"] = round(float(np.median(rounds)), 2)
        figures[f"p{percent}_spread_ms"] = round(max(rounds) - min(rounds), 2)
    for kind in samples[0].milliseconds:
        rounds = [float(np.percentile(sample.milliseconds[kind], 95)) for sample in samples]
        figures[f"{kind}_p95_ms"] = round(float(np.median(rounds)), 2)
    figures["answers_count"] = sum(len(values) for values in whole)
    figures["failures_count"] = sum(sample.failures for sample in samples)
    return figures


@contextmanager
def _server(folder: Path, workers: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--no-control-socket"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["barograph.bench._api_server:create_bench_app()"]
    process = subprocess.Popen(command, env={**os.environ, "BENCH_STATE_DIR": str(folder)})
    try:
        _wait_for_workers(folder, workers, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=_START_SECONDS)


def _wait_for_workers(folder: Path, workers: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while len(list(folder.glob("ready-*"))) < workers:
        if process.poll() is not None or time.monotonic() > deadline:
            raise InternalError("The web workers of the benchmark did not start. Read what they printed.")
        time.sleep(0.05)
