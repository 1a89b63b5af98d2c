"""One run of the live benchmark: server, clients and engine are processes of their own."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np

from barograph.bench import _live_clients, _live_engine
from barograph.bench._live_clients import ClientsReport, ClientsTask
from barograph.bench._live_engine import EngineReport, EngineTask, payload_at
from barograph.bench._live_fit import fit_until
from barograph.bench._live_processes import ServerProcess, node_server, our_server
from barograph.config.settings import Settings
from barograph.live.bus.opening import open_broker
from barograph.storage.database import Database

__all__ = ["LiveRun", "measure", "measure_node"]

_SUBSCRIBE = '{"type":"subscribe","topics":["anomalies"]}'
_PARALLEL_CONNECTS = 20
_SETTLE_SECONDS = 1.0
_GRACE_SECONDS = 15.0
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class LiveRun:
    """What is measured: so many clients, so many events a second, for a while."""

    clients: int
    rate: float
    seconds: float = 20.0
    workers: int = 1
    is_fitting: bool = False

    @property
    def events(self) -> int:
        """The number of events of the run."""
        return round(self.rate * self.seconds)


def measure(run: LiveRun) -> dict[str, float]:
    """Run against our gateway and return the figures."""
    with tempfile.TemporaryDirectory(prefix="barograph-bench-") as folder:
        settings = Settings(state_dir=Path(folder))
        Database(settings.effective_database_url).upgrade()
        broker = open_broker(settings)
        assert broker is not None
        with broker, our_server(settings.state_dir, run.workers) as server:
            return _measure(run, server, lambda start_at: _commit_events(run, settings, start_at))


def measure_node(run: LiveRun) -> dict[str, float]:
    """Run against a plain broadcaster on Node; without Node there are no figures."""
    with tempfile.TemporaryDirectory(prefix="barograph-bench-") as folder, node_server(Path(folder)) as server:
        if server is None:
            return {}
        return _measure(run, server, lambda start_at: _write_lines(run, server, start_at))


def _measure(
    run: LiveRun, server: ServerProcess, send: Callable[[float], EngineReport]
) -> dict[str, float]:
    bytes_before = server.own_bytes()
    task = ClientsTask(
        "127.0.0.1",
        server.port,
        "/api/v1/live",
        run.clients,
        _PARALLEL_CONNECTS,
        _SUBSCRIBE,
        run.events,
        run.seconds + _SETTLE_SECONDS + _GRACE_SECONDS,
    )
    with _program(_live_clients.__name__, task) as crowd:
        _read_line(crowd)
        time.sleep(_SETTLE_SECONDS)
        connection_bytes = (server.own_bytes() - bytes_before) / run.clients
        start_at = time.monotonic() + _SETTLE_SECONDS
        cpu_before = server.cpu_seconds()
        with _busy_core(start_at + run.seconds if run.is_fitting else None):
            engine = send(start_at)
            report = msgspec.json.decode(_read_line(crowd), type=ClientsReport)
        cpu_seconds = server.cpu_seconds() - cpu_before
    return {**_summarise(report, engine), **_costs(report, connection_bytes, cpu_seconds)}


def _summarise(report: ClientsReport, engine: EngineReport) -> dict[str, float]:
    figures = {}
    for name, values in (
        ("connect", report.connect_ms),
        ("delivery", report.delivery_ms),
        ("commit", engine.commit_ms),
    ):
        for percent in (50, 95, 99):
            value = float(np.percentile(values, percent)) if values else float("nan")
            figures[f"{name}_p{percent}_ms"] = value
    return figures


def _costs(report: ClientsReport, connection_bytes: float, cpu_seconds: float) -> dict[str, float]:
    return {
        "memory_connection_kb": connection_bytes / 1024,
        "cpu_1000_deliveries_ms": cpu_seconds * 1e6 / max(1, report.received),
        "received": report.received,
        "lost": report.lost,
        "doubled": report.doubled,
        "closed": report.closed,
    }


def _commit_events(run: LiveRun, settings: Settings, start_at: float) -> EngineReport:
    task = EngineTask(
        settings.effective_database_url, settings.effective_bus_url, run.rate, run.events, start_at
    )
    with _program(_live_engine.__name__, task) as engine:
        return msgspec.json.decode(_read_line(engine), type=EngineReport)


def _write_lines(run: LiveRun, server: ServerProcess, start_at: float) -> EngineReport:
    late_ms = []
    for number in range(run.events):
        scheduled = start_at + number / run.rate
        line = {"type": "event", "id": number + 1, "payload": payload_at(scheduled, number)}
        time.sleep(max(0.0, scheduled - time.monotonic()))
        if server.process.stdin is not None:
            server.process.stdin.write(msgspec.json.encode(line) + b"\n")
        late_ms.append((time.monotonic() - scheduled) * 1000)
    return EngineReport(late_ms)


@contextmanager
def _program(module: str, task: msgspec.Struct) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        if process.stdin is not None:
            process.stdin.write(msgspec.json.encode(task) + b"\n")
            process.stdin.flush()
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _read_line(process: subprocess.Popen[bytes]) -> bytes:
    return process.stdout.readline() if process.stdout is not None else b""


@contextmanager
def _busy_core(end: float | None) -> Iterator[None]:
    if end is None:
        yield
        return
    fitting = get_context("spawn").Process(target=fit_until, args=(end,), daemon=True)
    fitting.start()
    try:
        yield
    finally:
        fitting.terminate()
        fitting.join()
