"""How the sources are, looked at beside the work: a source that hangs delays nobody."""

import threading
import time
from collections.abc import Callable, Mapping

from barograph.sources.base import SourceHealth, SourceState
from barograph.sources.directory import SourceDirectory, SourceKey

__all__ = ["HealthWatch"]

HealthListener = Callable[[SourceKey, SourceHealth], None]


class HealthWatch:
    """Asks every source in a thread of its own, and tells a listener when a state changes."""

    def __init__(
        self,
        directory: SourceDirectory,
        on_change: HealthListener,
        *,
        every_seconds: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = directory
        self._on_change = on_change
        self._every_seconds = every_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._asked: dict[SourceKey, tuple[float, threading.Thread]] = {}
        self._healths: dict[SourceKey, SourceHealth] = {}

    @property
    def last(self) -> Mapping[SourceKey, SourceHealth]:
        """What each source said last."""
        with self._lock:
            return dict(self._healths)

    def look(self) -> None:
        """Ask the sources that were not asked for a while; return at once."""
        present = self._directory.all
        with self._lock:
            for gone in self._healths.keys() - present.keys():
                del self._healths[gone]
        for key, opened in present.items():
            asked_at, thread = self._asked.get(key, (float("-inf"), None))
            is_busy = thread is not None and thread.is_alive()
            if not is_busy and self._clock() - asked_at >= self._every_seconds:
                thread = threading.Thread(
                    target=self._ask, args=(key, opened.source.check), name="source-health", daemon=True
                )
                self._asked[key] = (self._clock(), thread)
                thread.start()

    def wait(self) -> None:
        """Wait for the answers that are under way."""
        for _, thread in list(self._asked.values()):
            thread.join()

    def _ask(self, key: SourceKey, check: Callable[[], SourceHealth]) -> None:
        health = check()
        with self._lock:
            before = self._healths.get(key)
            self._healths[key] = health
        known = before.state if before is not None else SourceState.OK
        if health.state is not known:
            self._on_change(key, health)
