"""A matrix that moves forward in time: new columns are written behind the old ones, in place."""

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray

__all__ = ["RollingMatrix"]

_LEAST_SLACK = 64
_NEVER = np.iinfo(np.int64).min


class RollingMatrix:
    """The points of one expression on one grid, from ``start_ms`` to ``end_ms``.

    Frames that were handed out are views; columns they show are never written again, so a tick over
    many series costs its new points and not a copy of the window.
    """

    def __init__(self, frame: Frame, start_ms: int, end_ms: int, step_ms: int) -> None:
        self.start_ms = start_ms
        self.end_ms = end_ms
        self._step_ms = step_ms
        self._labels = frame.labels
        self._used = frame.point_count
        self._cells = _room_for(frame.series_count, self._used)
        self._cells[:, : self._used] = frame.values
        self._last_seen = _last_seen(frame)

    @property
    def size_bytes(self) -> int:
        """How much memory the values take."""
        return self._cells.nbytes

    def rows_with(self, arriving: tuple[Labels, ...], from_ms: int) -> int:
        """Return how many series there are with these: of the known ones, those seen since ``from_ms``."""
        if arriving == self._labels:
            return len(self._labels)
        alive = np.flatnonzero(self._last_seen >= from_ms).tolist()
        return len({*(self._labels[row] for row in alive), *arriving})

    def append(self, fresh: Frame, end_ms: int, keep_from_ms: int) -> None:
        """Add the points up to ``end_ms``; those before ``keep_from_ms`` may be forgotten."""
        is_same = fresh.labels == self._labels
        has_new = not is_same and not set(self._labels).issuperset(fresh.labels)
        points = (end_ms - self.end_ms) // self._step_ms
        if has_new or self._used + points > self._cells.shape[1]:
            self._rebuild(fresh.labels, points, keep_from_ms)
        columns = slice(self._used, self._used + points)
        if fresh.labels == self._labels:
            rows: NDArray[np.intp] | slice = slice(None)
        else:
            place = {labels: row for row, labels in enumerate(self._labels)}
            rows = np.array([place[labels] for labels in fresh.labels], dtype=np.intp)
        self._cells[:, columns] = np.nan
        self._cells[rows, columns] = fresh.values
        self._last_seen[rows] = np.maximum(self._last_seen[rows], _last_seen(fresh))
        self._used += points
        self.end_ms = end_ms

    def window(self, start_ms: int, end_ms: int) -> Frame:
        """Return the points of a range inside this one: every series that has one there."""
        offset = self._used - 1 - (self.end_ms - end_ms) // self._step_ms
        first = offset - (end_ms - start_ms) // self._step_ms
        timestamps = np.arange(start_ms, end_ms + 1, self._step_ms, dtype=np.int64)
        cells = self._cells[:, first : offset + 1]
        is_latest = end_ms == self.end_ms
        is_alive = self._last_seen >= start_ms if is_latest else _has_values(cells)
        if is_alive.all():
            return Frame(self._labels, timestamps, cells)
        rows = np.flatnonzero(is_alive)
        return Frame(tuple(self._labels[row] for row in rows), timestamps, cells[rows])

    def _rebuild(self, arriving: tuple[Labels, ...], points: int, keep_from_ms: int) -> None:
        """Copy what is still wanted into a roomier matrix, with rows for the series that arrive."""
        kept_rows = np.flatnonzero(self._last_seen >= keep_from_ms)
        start_ms = min(max(self.start_ms, keep_from_ms), self.end_ms + self._step_ms)
        width = (self.end_ms - start_ms) // self._step_ms + 1
        if len(kept_rows) == len(self._labels) and arriving == self._labels:
            cells = _room_for(len(self._labels), width + points)
            cells[:, :width] = self._cells[:, self._used - width : self._used]
            self._cells = cells
        else:
            self._rearrange(kept_rows.tolist(), arriving, width, points)
        self._used, self.start_ms = width, start_ms

    def _rearrange(self, kept_rows: list[int], arriving: tuple[Labels, ...], width: int, points: int) -> None:
        old = {self._labels[row]: row for row in kept_rows}
        labels = tuple(sorted({*old, *arriving}))
        cells = _room_for(len(labels), width + points)
        cells[:, :width] = np.nan
        last_seen = np.full(len(labels), _NEVER, dtype=np.int64)
        targets = [row for row, item in enumerate(labels) if item in old]
        sources = [old[labels[row]] for row in targets]
        cells[targets, :width] = self._cells[sources, self._used - width : self._used]
        last_seen[targets] = self._last_seen[sources]
        self._labels, self._cells, self._last_seen = labels, cells, last_seen


def _room_for(series: int, points: int) -> FloatArray:
    """Return a matrix with room for points to come; whoever uses a column writes it first."""
    return np.empty((series, points + max(_LEAST_SLACK, points // 8)))


def _has_values(cells: FloatArray) -> NDArray[np.bool_]:
    return np.asarray(~np.isnan(cells).all(axis=1))


def _last_seen(frame: Frame) -> NDArray[np.int64]:
    """Return for each series the time of its last value."""
    is_there = ~np.isnan(frame.values)
    if not frame.point_count:
        return np.full(frame.series_count, _NEVER, dtype=np.int64)
    last = frame.point_count - 1 - is_there[:, ::-1].argmax(axis=1)
    return np.where(is_there.any(axis=1), frame.timestamps[last], _NEVER)
