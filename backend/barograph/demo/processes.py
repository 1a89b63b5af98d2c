"""The processes of a demo: each writes its log into a folder and all end together."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from barograph.errors import InternalError

__all__ = ["DemoProcesses", "pick_port"]

_LOG_TAIL = 1500


def pick_port(wanted: int) -> int:
    """Return the wanted port of 127.0.0.1 where it is free, else any free one."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            free: int = probe.getsockname()[1]
            return free
    raise InternalError("No port of 127.0.0.1 is free. Stop something that listens and try again.")


class DemoProcesses:
    """Starts Python modules as processes, notices when one dies, ends all within a few seconds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, module: str, environment: Mapping[str, str] | None = None) -> None:
        """Start `python -m MODULE` with no other settings than these, its output going to NAME.log."""
        command = [sys.executable, "-m", module, "--parent", str(os.getpid())]
        plain = {key: value for key, value in os.environ.items() if not key.startswith("BAROGRAPH_")}
        with self.log_of(name).open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                env=plain | dict(environment or {}),
                # Ctrl-C belongs to the demo, which then ends its processes in order.
                start_new_session=True,
            )

    def log_of(self, name: str) -> Path:
        """Return where a process writes."""
        return self._folder / f"{name}.log"

    def check(self) -> None:
        """Raise, with the end of its log, where a process has died."""
        for name, process in self._running.items():
            if process.poll() is not None:
                tail = self.log_of(name).read_text(errors="replace")[-_LOG_TAIL:]
                raise InternalError(
                    f"The process `{name}` ended with code {process.returncode}. Its last words:\n{tail}",
                    detail={"process": name, "code": process.returncode},
                )

    def stop(self, seconds: float = 4.0) -> None:
        """Ask all to end, and kill what has not ended in time."""
        deadline = time.monotonic() + seconds
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        for process in self._running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
