"""A source for tests and demonstrations: it answers from functions of time."""

from collections.abc import Callable, Mapping
from threading import Lock

import numpy as np

from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray, TimeArray
from barograph.errors import SourceError
from barograph.sources.base import RangeRequest, SourceHealth, SourceState

__all__ = ["FunctionSource"]

Curve = Callable[[TimeArray], FloatArray]


class FunctionSource:
    """Gives each series the values of its function; remembers every request and fails on demand.

    A series without a value in the range is left out, as in Prometheus.
    """

    def __init__(self, curves: Mapping[Labels, Curve]) -> None:
        self.curves = dict(curves)
        self.requests: list[RangeRequest] = []
        self.failure: SourceError | None = None
        self._lock = Lock()

    def fetch(self, request: RangeRequest) -> Frame:
        """Return the functions' values on the grid of the request."""
        with self._lock:
            self.requests.append(request)
        if self.failure is not None:
            raise self.failure
        moments = np.arange(request.start_ms, request.end_ms + 1, request.step_ms, dtype=np.int64)
        rows = {labels: np.asarray(self.curves[labels](moments), float) for labels in sorted(self.curves)}
        there = {labels: row for labels, row in rows.items() if not np.isnan(row).all()}
        values = np.array(list(there.values())).reshape(len(there), len(moments))
        return Frame(tuple(there), moments, values)

    def check(self) -> SourceHealth:
        """Say that all is well, or what the failure says."""
        if self.failure is not None:
            return SourceHealth(SourceState.DOWN, self.failure.message)
        return SourceHealth(SourceState.OK, "It answers from functions.", 0.0, "Functions", "1")
