"""One run of the live benchmark: server, clients and engine are processes of their own."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import msgspec
import numpy as np

from barograph.bench import _live_clients, _live_engine
from barograph.bench._live_clients import ClientsTask
from barograph.bench._live_engine import EngineReport, EngineTask, emit_at_moments, payload_at
from barograph.bench._live_fit import fit_until
from barograph.bench._live_processes import ServerProcess, node_server, our_server
from barograph.bench._live_tally import ClientsReport
from barograph.config.settings import Settings
from barograph.live.bus.broker import ZeroMqBroker
from barograph.storage.database import Database

__all__ = ["LiveRun", "measure", "measure_node"]

_SUBSCRIBE = '{"type":"subscribe","topics":["anomalies"]}'
_PARALLEL_CONNECTS = 20
_SETTLE_SECONDS = 1.0
_GRACE_SECONDS = 15.0
_Emit = Callable[[EngineTask], EngineReport]


@dataclass(frozen=True, slots=True)
class LiveRun:
    """What is measured: so many clients, so many events a second, for a while."""

    clients: int
    rate: float
    seconds: float = 20.0
    workers: int = 1
    is_fitting: bool = False
    has_troubled: bool = False

    @property
    def events(self) -> int:
        """The number of events of the run."""
        return round(self.rate * self.seconds)


def measure(run: LiveRun) -> dict[str, float]:
    """Run against our gateway and return the figures."""
    with tempfile.TemporaryDirectory(prefix="barograph-bench-") as folder:
        settings = Settings(state_dir=Path(folder))
        Database(settings.effective_database_url).upgrade()
        with (
            ZeroMqBroker(settings.effective_bus_url),
            our_server(settings.state_dir, run.workers) as server,
            _program(_live_engine.__name__, settings.state_dir) as engine,
        ):
            _read_line(engine)
            return _measure(run, server, lambda task: _commit_events(engine, task))


def measure_node(run: LiveRun) -> dict[str, float]:
    """Run against a plain broadcaster on Node; without Node there are no figures."""
    with (
        tempfile.TemporaryDirectory(prefix="barograph-bench-") as folder,
        node_server(Path(folder)) as server,
    ):
        if server is None:
            return {}
        return _measure(run, server, lambda task: _write_lines(server, task))


def _measure(run: LiveRun, server: ServerProcess, emit: _Emit) -> dict[str, float]:
    bytes_before = server.own_bytes()
    with _program(_live_clients.__name__) as crowd:
        _write_line(crowd, _task_of_clients(run, server.port))
        _read_line(crowd)
        time.sleep(_SETTLE_SECONDS)
        connection_bytes = (server.own_bytes() - bytes_before) / run.clients
        start_at = time.monotonic() + _SETTLE_SECONDS
        cpu_before = server.cpu_seconds()
        with _busy_core(start_at + run.seconds) if run.is_fitting else nullcontext():
            engine = emit(EngineTask(run.rate, run.events, start_at))
            report = msgspec.json.decode(_read_line(crowd), type=ClientsReport)
        cpu_seconds = server.cpu_seconds() - cpu_before
        left_open = server.open_sockets() - run.clients
    return {
        **_percentiles("connect", report.connect_ms),
        **_percentiles("delivery", report.delivery_ms),
        **_percentiles("commit", engine.commit_ms),
        "memory_connection_kb": connection_bytes / 1024,
        "cpu_1000_deliveries_ms": cpu_seconds * 1e6 / max(1, report.received),
        "received": report.received,
        "lost": report.lost,
        "doubled": report.doubled,
        "closed": report.closed,
        "troubled_left_open": left_open,
    }


def _task_of_clients(run: LiveRun, port: int) -> ClientsTask:
    longest_seconds = run.seconds + _SETTLE_SECONDS + _GRACE_SECONDS
    return ClientsTask(
        "127.0.0.1",
        port,
        "/api/v1/live",
        run.clients,
        _PARALLEL_CONNECTS,
        _SUBSCRIBE,
        run.events,
        longest_seconds,
        run.has_troubled,
    )


def _percentiles(name: str, values: list[float]) -> dict[str, float]:
    return {
        f"{name}_p{percent}_ms": float(np.percentile(values, percent)) if values else float("nan")
        for percent in (50, 95, 99)
    }


def _commit_events(engine: "subprocess.Popen[bytes]", task: EngineTask) -> EngineReport:
    _write_line(engine, task)
    return msgspec.json.decode(_read_line(engine), type=EngineReport)


def _write_lines(server: ServerProcess, task: EngineTask) -> EngineReport:
    def write(scheduled: float, number: int) -> None:
        line = {"type": "event", "id": number + 1, "payload": payload_at(scheduled, number)}
        _write_line(server.process, line)

    return emit_at_moments(task, write)


@contextmanager
def _program(module: str, state_dir: Path | None = None) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a part of the benchmark as a program that talks in lines."""
    environment = {**os.environ, "BENCH_STATE_DIR": str(state_dir or "")}
    command = [sys.executable, "-m", module]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
    )
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _write_line(process: "subprocess.Popen[bytes]", line: object) -> None:
    if process.stdin is not None:
        process.stdin.write(msgspec.json.encode(line) + b"\n")


def _read_line(process: "subprocess.Popen[bytes]") -> bytes:
    return process.stdout.readline() if process.stdout is not None else b""


@contextmanager
def _busy_core(end: float) -> Iterator[None]:
    fitting = get_context("spawn").Process(target=fit_until, args=(end,), daemon=True)
    fitting.start()
    try:
        yield
    finally:
        fitting.terminate()
        fitting.join()
