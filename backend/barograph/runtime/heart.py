"""The heart of an engine: beats with what `/health` and `/metrics` show, and ends with a good-bye."""

import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from barograph.errors import BarographError
from barograph.storage import ProcessBeat
from barograph.storage.processes import Processes

__all__ = ["Heart"]


class Heart:
    """Writes a sign of life when asked; ``detail`` says what each part of the engine tells of itself."""

    def __init__(
        self,
        name: str,
        processes: Processes,
        sentence: Callable[[], str],
        detail: Mapping[str, Callable[[], object]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._name = name
        self._processes = processes
        self._sentence = sentence
        self._detail = detail
        self._clock = clock
        self._started_ms = self._now_ms()

    def beat(self) -> None:
        """Say that the engine lives, and how its parts are."""
        self._processes.beat(
            ProcessBeat(
                id=self._name,
                kind="engine",
                host=socket.gethostname(),
                pid=os.getpid(),
                state="running",
                sentence=self._sentence(),
                started_ms=self._started_ms,
                beat_ms=self._now_ms(),
                detail={name: tell() for name, tell in self._detail.items()},
            )
        )

    def stop(self) -> None:
        """Say good-bye, so that nobody takes the silence for a failure."""
        with suppress(BarographError):
            self._processes.forget(self._name)

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
