"""Small work that comes round again: looking at files, beating the heart, syncing the schedule."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

import structlog

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
        self._failing: set[str] = set()

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
        except Exception:
            # A chore that keeps failing is told once, or the log would hold nothing else.
            if chore.name not in self._failing:
                _log.exception("a chore failed", chore=chore.name)
            self._failing.add(chore.name)
        else:
            self._failing.discard(chore.name)
