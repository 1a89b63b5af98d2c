"""`barograph serve`: the schema is brought up to date, the bus opened, web and engine kept alive."""

import os
import socket
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress

import structlog
from pydantic import SecretStr

from barograph.config import Settings
from barograph.config.loading import CONFIG_FILE, ENVIRONMENT_PREFIX
from barograph.errors import BarographError
from barograph.live.bus.opening import open_broker
from barograph.runtime.foundation import open_database
from barograph.runtime.parenthood import is_running
from barograph.runtime.supervisor import ChildCommand, ChildStatus, Supervisor
from barograph.runtime.unique_name import unique_name
from barograph.runtime.web_counts import counts_folder
from barograph.security.exposure import exposure_of
from barograph.storage.processes import SILENT_MS, ProcessBeat, Processes
from barograph.telemetry.http_metrics import SHARED_FOLDER
from barograph.telemetry.logs import configure_logs

__all__ = ["ChildReporter", "environment_of", "serve"]

_log = structlog.get_logger(__name__)


def serve(settings: Settings, on_ready: Callable[[Supervisor], None] | None = None) -> None:
    """Run the product until SIGTERM or SIGINT; ``on_ready`` gets the supervisor before it starts."""
    configure_logs(settings.log_level, settings.log_format)
    if exposure := exposure_of(settings):
        _log.warning("nobody is asked who they are", what=exposure, remedy="set auth_mode to required")
    database = open_database(settings)
    database.upgrade()
    reporter = ChildReporter(Processes(database))
    try:
        with counts_folder(settings.state_dir) as counts, open_broker(settings) or nullcontext():
            environment = environment_of(settings, os.environ) | {SHARED_FOLDER: str(counts)}
            supervisor = Supervisor(_children(), reporter, settings.shutdown_seconds, environment)
            supervisor.stop_on_signals()
            if on_ready is not None:
                on_ready(supervisor)
            supervisor.run()
    finally:
        reporter.stop()
        database.close()


def environment_of(settings: Settings, environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which a child finds the same settings, wherever they came from."""
    child = {name: value for name, value in environment.items() if not name.startswith(ENVIRONMENT_PREFIX)}
    child.pop(CONFIG_FILE, None)
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value != field.default:
            plain = value.get_secret_value() if isinstance(value, SecretStr) else value
            child[ENVIRONMENT_PREFIX + name.upper()] = str(plain)
    return child


def _children() -> list[ChildCommand]:
    def command(module: str) -> tuple[str, ...]:
        return (sys.executable, "-m", f"barograph.runtime.{module}", "--parent", str(os.getpid()))

    return [
        ChildCommand("engine", command("engine_process")),
        ChildCommand("web", command("web_process")),
    ]


class ChildReporter:
    """Writes what the supervisor knows where `/health` reads it."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._name = unique_name()
        self._started_ms = int(time.time() * 1000)
        self._children: dict[str, ChildStatus] = {}
        self._dead: set[int] = set()

    def __call__(self, status: ChildStatus) -> None:
        """Take up a change, or that there was none for a while."""
        known = self._children.get(status.name)
        self._children[status.name] = status
        if known == status:
            engines = [beat for beat in self._processes.all() if beat.kind == "engine"]
            self._forget_dead(engines)
            self._forget_left_behind(engines)
        elif known is not None and known.pid is not None:
            self._dead.add(known.pid)
        self._beat()

    def stop(self) -> None:
        """Say good-bye, also for an engine that was cut off before it could."""
        with suppress(BarographError):
            for child in self._children.values():
                if child.pid is not None:
                    self._processes.forget_pid(socket.gethostname(), child.pid)
            self._processes.forget(self._name)

    def _forget_dead(self, engines: Sequence[ProcessBeat]) -> None:
        """Forget engines that died once the next one beats, or nobody would seem to work until then."""
        beating = {beat.pid for beat in engines}
        if any(child.pid in beating for child in self._children.values()):
            while self._dead:
                self._processes.forget_pid(socket.gethostname(), self._dead.pop())

    def _forget_left_behind(self, engines: Sequence[ProcessBeat]) -> None:
        """Forget engines that were cut off together with their supervisor, as when a machine loses power.

        Their work is done by the next one as soon as it beats. What is silent and still runs is none of them.
        """
        heard_ms = time.time() * 1000 - SILENT_MS
        beating = {beat.pid for beat in engines if beat.beat_ms >= heard_ms}
        ours = {child.pid for child in self._children.values()} & beating
        for beat in engines:
            is_left = beat.beat_ms < heard_ms and beat.host == socket.gethostname()
            if ours and is_left and (beat.pid in ours or not is_running(beat.pid)):
                self._processes.forget(beat.id)

    def _beat(self) -> None:
        gone = [child.name for child in self._children.values() if child.pid is None]
        sentence = f"Waits to start {', '.join(gone)} again." if gone else "All children run."
        host = socket.gethostname()
        self._processes.beat(
            ProcessBeat(
                id=self._name,
                kind="supervisor",
                host=host,
                pid=os.getpid(),
                state="failed" if gone else "running",
                sentence=sentence,
                started_ms=self._started_ms,
                beat_ms=int(time.time() * 1000),
                restarts=sum(child.restarts for child in self._children.values()),
                detail={
                    child.name: {"pid": child.pid, "restarts": child.restarts, "last_exit": child.last_exit}
                    for child in self._children.values()
                },
            )
        )
