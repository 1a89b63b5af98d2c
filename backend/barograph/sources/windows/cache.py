"""Windows of expressions: a tick asks the source only for the points that are not here yet."""

from collections.abc import Hashable

import numpy as np

from barograph.domain import Frame
from barograph.sources.base import FrameSource, RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.windows.rolling import RollingMatrix
from barograph.sources.windows.shelf import KeptWindow, WindowShelf

__all__ = ["WindowCache"]


class WindowCache:
    """Keeps the last window of each expression of one source, or of one reading of it, on a shelf.

    A window from here equals the same window fetched at once, as long as points do not change after
    they were complete; ask for an ``end_ms`` that is old enough. It is refused where the window fetched at
    once would be. Callers that ask for the same expression at the same time share one query.
    """

    def __init__(
        self,
        source: FrameSource,
        shelf: WindowShelf | None = None,
        limits: QueryLimits | None = None,
        reading: Hashable = None,
    ) -> None:
        self._source = source
        self._shelf = shelf or WindowShelf()
        self._limits = limits or QueryLimits()
        self._reading = reading

    def window(self, expression: str, end_ms: int, step_ms: int, points: int) -> Frame:
        """Return the ``points`` moments that end with ``end_ms``; series without a value are left out."""
        entry = self._shelf.find((self._reading, expression, step_ms, end_ms % step_ms))
        start_ms = end_ms - (points - 1) * step_ms
        with entry.lock:
            frame = self._answer(entry, RangeRequest(expression, start_ms, end_ms, step_ms), points)
        self._shelf.make_room()
        return frame

    def forget_beyond(self, time_ms: int) -> None:
        """Ask anew for what reaches beyond a moment, as is needed where the clock was set back to it."""
        self._shelf.forget_beyond(time_ms)

    def _answer(self, entry: KeptWindow, wanted: RangeRequest, points: int) -> Frame:
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
            self._extend(entry, kept, wanted, points)
        return kept.window(wanted.start_ms, wanted.end_ms)

    def _extend(self, entry: KeptWindow, kept: RollingMatrix, wanted: RangeRequest, points: int) -> None:
        first_ms = kept.end_ms + wanted.step_ms
        fresh = self._source.fetch(RangeRequest(wanted.expression, first_ms, wanted.end_ms, wanted.step_ms))
        keep_from_ms = wanted.end_ms - (entry.points - 1) * wanted.step_ms
        if not self._limits.allows(kept.rows_with(fresh.labels, keep_from_ms), entry.points):
            # Whoever wants a longer window than this one would be refused it.
            entry.points, keep_from_ms = points, wanted.start_ms
            self._limits.check(kept.rows_with(fresh.labels, keep_from_ms), points)
        kept.append(fresh, wanted.end_ms, keep_from_ms)


def _without_empty(frame: Frame) -> Frame:
    """Leave out series without any value, so that old and new windows have the same ones."""
    is_there = ~np.isnan(frame.values).all(axis=1)
    return frame if is_there.all() else frame.rows(np.flatnonzero(is_there).tolist())
