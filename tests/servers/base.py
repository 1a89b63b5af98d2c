"""Start a real program, wait until it answers, stop what was started."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["RunningServer", "find_program", "free_port", "running", "wait_until"]


@dataclass(frozen=True)
class RunningServer:
    """A started program: where it listens, where it keeps things, and its process."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def find_program(name: str, *more_folders: str) -> str:
    """Return the path of an installed program, or fail with the sentence that helps."""
    search = ":".join([*more_folders, "/usr/bin", "/usr/sbin", "/usr/local/bin"])
    path = shutil.which(name) or shutil.which(name, path=search)
    if path is None:
        raise RuntimeError(f"The tests need the program `{name}`: run `make test-tools`.")
    return path


def wait_until(
    is_true: Callable[[], bool], what: str, deadline_seconds: float = 30.0, pause_seconds: float = 0.02
) -> None:
    """Wait for a condition; a condition that raises OSError is not true yet."""
    end = time.monotonic() + deadline_seconds
    while time.monotonic() < end:
        try:
            if is_true():
                return
        except OSError:
            pass
        time.sleep(pause_seconds)
    raise TimeoutError(f"{what} did not happen within {deadline_seconds:g} s")


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    folder: Path,
    is_ready: Callable[[], bool],
    stop_signal: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    deadline_seconds: float = 120.0,
) -> Iterator[RunningServer]:
    """Run a program until the block ends; its output goes to ``folder/output.log``."""
    log_path = folder / "output.log"
    with log_path.open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)
    try:
        wait_until(
            lambda: _is_alive_and(process, log_path, is_ready),
            f"{command[0]} becoming ready",
            deadline_seconds,
        )
        yield RunningServer(port, folder, process)
    finally:
        _stop(process, stop_signal)


def _is_alive_and(process: subprocess.Popen[bytes], log_path: Path, is_ready: Callable[[], bool]) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"the server ended with {process.returncode}:\n{log_path.read_text()[-2000:]}")
    return is_ready()


def _stop(process: subprocess.Popen[bytes], stop_signal: int) -> None:
    if process.poll() is None:
        process.send_signal(stop_signal)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
