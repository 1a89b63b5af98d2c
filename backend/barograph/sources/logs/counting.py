"""Counting: how often each label set was seen in each step of a grid."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from barograph.domain import Frame, Labels, TimeArray
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits

__all__ = ["StepCounter", "Steps"]

_NS_PER_MS = 1_000_000


class Steps:
    """The steps ``t - step < time <= t`` of a request's grid, as LogQL's ranges have them."""

    def __init__(self, request: RangeRequest) -> None:
        self._step_ms = request.step_ms
        self._start_ms = request.start_ms
        self.points = (request.end_ms - request.start_ms) // request.step_ms + 1

    @property
    def start_ns(self) -> int:
        """The earliest time that counts, in nanoseconds."""
        return (self._start_ms - self._step_ms) * _NS_PER_MS + 1

    @property
    def end_ns(self) -> int:
        """The first time after all steps, in nanoseconds."""
        return (self._start_ms + (self.points - 1) * self._step_ms) * _NS_PER_MS + 1

    @property
    def moments(self) -> TimeArray:
        """The ends of all steps, in milliseconds."""
        return self._start_ms + self._step_ms * np.arange(self.points, dtype=np.int64)

    def step_of(self, time_ns: int) -> int:
        """Return the position of the step of a time."""
        return -((self._start_ms * _NS_PER_MS - time_ns) // (self._step_ms * _NS_PER_MS))


class StepCounter(Steps):
    """Counts label sets in steps; what was not seen was seen 0 times: a frame of counts has no gaps."""

    def __init__(self, request: RangeRequest, limits: QueryLimits) -> None:
        super().__init__(request)
        self._limits = limits
        self._counts: Counter[tuple[Labels, int]] = Counter()
        self._known: set[Labels] = set()

    def expect(self, labels: Iterable[Labels]) -> None:
        """Have a row for these label sets even where they are never seen."""
        self._known.update(labels)
        self._limits.check(len(self._known), self.points)

    def add(self, labels: Labels, step: int, count: int = 1) -> None:
        """Count a label set in a step."""
        if labels not in self._known:
            self.expect((labels,))
        self._counts[labels, step] += count

    def finish(self) -> Frame:
        """Return the counts."""
        rows = {labels: row for row, labels in enumerate(sorted(self._known))}
        values = np.zeros((len(rows), self.points))
        for (labels, step), count in self._counts.items():
            values[rows[labels], step] = count
        return Frame(tuple(rows), self.moments, values)
