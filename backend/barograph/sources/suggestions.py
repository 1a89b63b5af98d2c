"""Names that exist at a source, for people who write a query; each list is kept for a while."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol, TypeVar, cast, runtime_checkable

from cachetools import TTLCache

__all__ = ["KeptLists", "MetricHint", "SuggestingSource", "Suggestions"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class MetricHint:
    """A metric with its type and help, where the source knows them."""

    name: str
    type: str = "unknown"
    help: str = ""


class Suggestions(Protocol):
    """What to suggest; raises the errors of ``barograph.errors`` and no others."""

    def metrics(self, part: str = "", limit: int = 100) -> list[MetricHint]:
        """Return metrics whose name contains ``part``; empty where the source has none."""
        ...

    def labels(self, metric: str) -> list[str]:
        """Return the names of labels, of a metric where there are metrics."""
        ...

    def values(self, metric: str, label: str, part: str = "", limit: int = 100) -> list[str]:
        """Return the values of a label that contain ``part``."""
        ...


@runtime_checkable
class SuggestingSource(Protocol):
    """A source that knows which names exist in it."""

    @property
    def suggestions(self) -> Suggestions:
        """What to suggest to people."""
        ...


class KeptLists:
    """Keeps what was answered for some seconds, by what was asked."""

    def __init__(
        self, seconds: float = 60.0, clock: Callable[[], float] = time.time, entries: int = 512
    ) -> None:
        self.clock = clock
        self._lock = Lock()
        self._kept: TTLCache[tuple[str, ...], object] = TTLCache(entries, seconds, timer=clock)

    def keep(self, key: tuple[str, ...], ask: Callable[[], _T]) -> _T:
        """Return what is kept, or ask and keep the answer."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return cast("_T", kept)
        fresh = ask()
        with self._lock:
            self._kept[key] = fresh
        return fresh
