"""Where the windows of one source are kept: so many bytes together, the least recently used goes first."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock

from barograph.sources.windows.rolling import RollingMatrix

__all__ = ["KeptWindow", "WindowShelf"]


@dataclass(slots=True)
class KeptWindow:
    """The points of one expression, who works on them, and how many points anybody wants."""

    lock: Lock = field(default_factory=Lock)
    matrix: RollingMatrix | None = None
    points: int = 0


class WindowShelf:
    """Keeps windows up to ``max_bytes`` together; the one in use stays, however large it is."""

    def __init__(self, max_bytes: int = 512 * 1024 * 1024) -> None:
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, KeptWindow] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """How much memory the windows take."""
        with self._lock:
            return self._sum()

    def find(self, key: Hashable) -> KeptWindow:
        """Return what is kept under a key, an empty window where nothing is."""
        with self._lock:
            kept = self._kept.setdefault(key, KeptWindow())
            self._kept.move_to_end(key)
        return kept

    def make_room(self) -> None:
        """Drop windows until the others fit."""
        with self._lock:
            while len(self._kept) > 1 and self._sum() > self._max_bytes:
                self._kept.popitem(last=False)

    def forget_beyond(self, time_ms: int) -> None:
        """Drop windows that reach further: their last points were asked for before there were any."""
        with self._lock:
            for key, kept in tuple(self._kept.items()):
                if kept.matrix is not None and kept.matrix.end_ms > time_ms:
                    del self._kept[key]

    def _sum(self) -> int:
        return sum(kept.matrix.size_bytes for kept in self._kept.values() if kept.matrix is not None)
