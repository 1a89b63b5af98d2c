"""A small supervisor: starts the children, starts them again when they die, ends them all together."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from types import FrameType

import structlog

from barograph.telemetry.trouble import Trouble

__all__ = ["ChildCommand", "ChildStatus", "Supervisor"]

_LOOK_SECONDS = 0.1
_FIRST_BACKOFF_SECONDS = 0.2
_LAST_BACKOFF_SECONDS = 30.0
_CALM_SECONDS = 60.0
_TELL_SECONDS = 10.0
_COMING_BACK_SECONDS = 30.0
_TELL_OF_ONE_COMING_BACK_SECONDS = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ChildCommand:
    """A process to keep alive."""

    name: str
    command: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChildStatus:
    """What the supervisor knows about a child; reported at every change and once in a while."""

    name: str
    pid: int | None
    restarts: int
    last_exit: str


class Supervisor:
    """Keeps children alive until told to stop; a child that dies young comes back later each time."""

    def __init__(
        self,
        children: Sequence[ChildCommand],
        report: Callable[[ChildStatus], None],
        shutdown_seconds: float,
        environment: dict[str, str],
    ) -> None:
        self._children = [_Child(child, report, environment) for child in children]
        self._shutdown_seconds = shutdown_seconds
        self._stopping = Event()

    def stop(self) -> None:
        """Ask ``run`` to end everything and return; may be called from any thread or signal handler."""
        self._stopping.set()

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT call ``stop``."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def run(self) -> None:
        """Start the children and look after them until ``stop`` is called."""
        try:
            while not self._stopping.wait(_LOOK_SECONDS):
                for child in self._children:
                    child.look_after(time.monotonic())
                    child.tell_again(time.monotonic())
        finally:
            self._end_all()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop()

    def _end_all(self) -> None:
        deadline = time.monotonic() + self._shutdown_seconds
        for child in self._children:
            child.ask_to_end()
        for child in self._children:
            child.end_by(deadline)


class _Child:
    """One process and its history."""

    def __init__(
        self, command: ChildCommand, report: Callable[[ChildStatus], None], environment: dict[str, str]
    ) -> None:
        self._command = command
        self._report = report
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._not_before = 0.0
        self._backoff = _FIRST_BACKOFF_SECONDS
        self._restarts = -1
        self._last_exit = ""
        self._told = 0.0
        self._silence = Trouble(
            _log,
            "the state of a child can't be reported",
            "the state of a child is reported again",
            child=command.name,
        )

    def look_after(self, now: float) -> None:
        if self._process is not None and self._process.poll() is not None:
            self._note_death(self._process.returncode, now)
        if self._process is None and now >= self._not_before:
            self._start(now)

    def tell_again(self, now: float) -> None:
        """Report that nothing has changed, once in a while: who is silent for long is forgotten.

        Of one that came back that is often: what the one before held is free as soon as it works.
        """
        is_back = self._restarts > 0 and now - self._started < _COMING_BACK_SECONDS
        if now - self._told >= (_TELL_OF_ONE_COMING_BACK_SECONDS if is_back else _TELL_SECONDS):
            self._tell(now)

    def ask_to_end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def end_by(self, deadline: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _log.warning("child does not end and is killed", child=self._command.name, pid=self._process.pid)
            self._process.kill()
            self._process.wait()

    def _start(self, now: float) -> None:
        self._process = subprocess.Popen(list(self._command.command), env=self._environment)
        self._started = now
        self._restarts += 1
        self._tell(now)

    def _note_death(self, code: int, now: float) -> None:
        self._last_exit = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        if now - self._started > _CALM_SECONDS:
            self._backoff = _FIRST_BACKOFF_SECONDS
        self._process, self._not_before = None, now + self._backoff
        _log.error(
            "child died", child=self._command.name, cause=self._last_exit, back_in_seconds=self._backoff
        )
        self._backoff = min(self._backoff * 2, _LAST_BACKOFF_SECONDS)
        self._tell(now)

    def _tell(self, now: float) -> None:
        self._told = now
        pid = self._process.pid if self._process else None
        try:
            self._report(ChildStatus(self._command.name, pid, max(self._restarts, 0), self._last_exit))
        except Exception as error:
            self._silence.note(error)
        else:
            self._silence.end()
