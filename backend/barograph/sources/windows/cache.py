"""Windows of expressions: a tick asks the source only for the points that are not here yet."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from barograph.domain import Frame
from barograph.sources.base import FrameSource, RangeRequest
from barograph.sources.windows.rolling import RollingMatrix

__all__ = ["WindowCache"]

_Key = tuple[str, int, int]


@dataclass(slots=True)
class _Entry:
    lock: Lock = field(default_factory=Lock)
    matrix: RollingMatrix | None = None
    points: int = 0


class WindowCache:
    """Keeps the last window of each expression of one source, up to ``max_bytes`` together.

    A window from here equals the same window fetched at once, as long as points do not change after
    they were complete; ask for an ``end_ms`` that is old enough. Callers that ask for the same
    expression at the same time share one query.
    """

    def __init__(self, source: FrameSource, max_bytes: int = 512 * 1024 * 1024) -> None:
        self._source = source
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()

    @property
    def size_bytes(self) -> int:
        """How much memory the kept windows take."""
        with self._lock:
            return self._sum()

    def window(self, expression: str, end_ms: int, step_ms: int, points: int) -> Frame:
        """Return the ``points`` moments that end with ``end_ms``; series without a value are left out."""
        key = (expression, step_ms, end_ms % step_ms)
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        start_ms = end_ms - (points - 1) * step_ms
        with entry.lock:
            frame = self._answer(entry, RangeRequest(expression, start_ms, end_ms, step_ms), points)
        self._evict()
        return frame

    def forget(self, expression: str) -> None:
        """Drop what is kept of an expression, so that the next window is fetched anew."""
        with self._lock:
            for key in [key for key in self._entries if key[0] == expression]:
                del self._entries[key]

    def _answer(self, entry: _Entry, wanted: RangeRequest, points: int) -> Frame:
        kept = entry.matrix
        if kept is not None and wanted.start_ms < kept.start_ms and wanted.end_ms < kept.end_ms:
            # Somebody looks at the past: the window of the present stays.
            return _without_empty(self._source.fetch(wanted))
        entry.points = max(entry.points, points)
        if kept is None or not kept.start_ms <= wanted.start_ms <= kept.end_ms + wanted.step_ms:
            frame = _without_empty(self._source.fetch(wanted))
            entry.matrix = RollingMatrix(frame, wanted.start_ms, wanted.end_ms, wanted.step_ms)
            return frame
        if wanted.end_ms > kept.end_ms:
            self._extend(entry, kept, wanted)
        return kept.window(wanted.start_ms, wanted.end_ms)

    def _extend(self, entry: _Entry, kept: RollingMatrix, wanted: RangeRequest) -> None:
        first_ms = kept.end_ms + wanted.step_ms
        fresh = self._source.fetch(RangeRequest(wanted.expression, first_ms, wanted.end_ms, wanted.step_ms))
        kept.append(fresh, wanted.end_ms, wanted.end_ms - (entry.points - 1) * wanted.step_ms)

    def _sum(self) -> int:
        return sum(entry.matrix.size_bytes for entry in self._entries.values() if entry.matrix is not None)

    def _evict(self) -> None:
        with self._lock:
            while len(self._entries) > 1 and self._sum() > self._max_bytes:
                self._entries.popitem(last=False)


def _without_empty(frame: Frame) -> Frame:
    """Leave out series without any value, so that old and new windows have the same ones."""
    is_there = ~np.isnan(frame.values).all(axis=1)
    return frame if is_there.all() else frame.rows(np.flatnonzero(is_there).tolist())
