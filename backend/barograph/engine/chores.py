"""Small work that comes round again: looking at files, beating the heart, syncing the schedule."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

import structlog

from barograph.errors import BarographError
from barograph.telemetry.trouble import cause_of

__all__ = ["Chore", "Chores"]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so often, in well under a second."""

    name: str
    every_seconds: float
    run: Callable[[], object]


class Chores:
    """Runs chores one after the other; one that fails is logged and comes round again."""

    def __init__(self, chores: Sequence[Chore], clock: Callable[[], float] = time.monotonic) -> None:
        self._chores = chores
        self._clock = clock
        self._due = dict.fromkeys((chore.name for chore in chores), 0.0)
        self._failing: dict[str, str] = {}

    def run_until(self, stopping: Event) -> None:
        """Run what is due until told to stop."""
        while not stopping.is_set():
            self.run_due()
            stopping.wait(max(0.01, min(self._due.values()) - self._clock()))

    def run_due(self) -> None:
        """Run every chore whose time has come."""
        for chore in self._chores:
            if self._due[chore.name] <= self._clock():
                self._run(chore)
                self._due[chore.name] = self._clock() + chore.every_seconds

    def _run(self, chore: Chore) -> None:
        try:
            chore.run()
        except Exception as error:
            self._note(chore.name, error)
        else:
            self._end(chore.name)

    def _note(self, name: str, error: Exception) -> None:
        """Say what fails once for all chores that fail by it, or the log would hold nothing else."""
        is_ours = isinstance(error, BarographError)
        cause = cause_of(error) if is_ours else f"{cause_of(error)} of {name}"
        is_known = cause in self._failing.values()
        self._failing[name] = cause
        if is_known:
            return
        if isinstance(error, BarographError):
            _log.warning(
                "chores fail; they are tried again", first=name, code=error.code, reason=error.message
            )
        else:
            _log.error("a chore failed", chore=name, exc_info=error)

    def _end(self, name: str) -> None:
        cause = self._failing.pop(name, None)
        if cause is not None and cause not in self._failing.values():
            _log.info("chores go well again", last=name, cause=cause)
