"""The processes of the live benchmark, and what they cost as the kernel counts it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from barograph.errors import InternalError

__all__ = ["ServerProcess", "node_server", "our_server"]

_START_SECONDS = 90.0
_STOP_SECONDS = 10.0
_ESTABLISHED = "01"
_NODE_SCRIPT = Path(__file__).parent / "_live_node.mjs"


@dataclass(frozen=True)
class ServerProcess:
    """A server: where it listens, and the processes that hold its sockets."""

    port: int
    pids: tuple[int, ...]
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Return what it computed so far, user and system."""
        return sum(_cpu_seconds(pid) for pid in self.pids)

    def open_sockets(self) -> int:
        """Return how many clients are connected, as the kernel sees it."""
        rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        return sum(row[1].endswith(f":{self.port:04X}") and row[3] == _ESTABLISHED for row in rows)

    def own_bytes(self) -> int:
        """Return the memory that belongs to it alone."""
        return sum(_own_bytes(pid) for pid in self.pids)


@contextmanager
def our_server(state_dir: Path, workers: int) -> Iterator[ServerProcess]:
    """Run the gateway under gunicorn with gevent workers."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gevent", "--no-control-socket"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{port}", "--backlog", "4096"]
    command += ["--worker-connections", "20000", "--log-level", "warning"]
    command += ["barograph.bench._live_server:create_app()"]
    environment = {**os.environ, "BENCH_STATE_DIR": str(state_dir)}
    process = subprocess.Popen(command, env=environment)
    try:
        yield ServerProcess(port, _wait_for_workers(state_dir, workers, process), process)
    finally:
        _stop(process)


@contextmanager
def node_server(folder: Path) -> Iterator[ServerProcess | None]:
    """Run the plain broadcaster on Node, None where there is no Node or no package `ws`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or not _install_ws(npm, folder):
        yield None
        return
    script = shutil.copy(_NODE_SCRIPT, folder / "broadcast.mjs")
    process = subprocess.Popen(
        [node, script], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
    )
    try:
        port = int((process.stdout or sys.stdin.buffer).readline())
        yield ServerProcess(port, (process.pid,), process)
    finally:
        _stop(process)


def _install_ws(npm: str, folder: Path) -> bool:
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "ws@8"]
    return subprocess.run(command, check=False, capture_output=True, timeout=120).returncode == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_for_workers(state_dir: Path, workers: int, process: subprocess.Popen[bytes]) -> tuple[int, ...]:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        ready = sorted(state_dir.glob("ready-*"))
        if len(ready) == workers:
            return tuple(int(path.name.removeprefix("ready-")) for path in ready)
        time.sleep(0.05)
    raise InternalError("The server of the benchmark did not start. Its output above says why.")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_bytes(pid: int) -> int:
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines())
    return sum(int(row[1]) * 1024 for row in rows if row[0] in ("Private_Clean:", "Private_Dirty:"))


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
