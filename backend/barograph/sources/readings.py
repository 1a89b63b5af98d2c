"""Readings: the same source asked in the mode of a query, with what was learnt for it."""

from dataclasses import dataclass, replace

import numpy as np

from barograph.config.detector import BoundQuery, QuerySpec
from barograph.domain import Frame, Labels
from barograph.sources.base import FrameSource, RangeRequest, SourceHealth
from barograph.sources.limits import QueryLimits
from barograph.sources.windows import WindowCache, WindowShelf

__all__ = ["Reading", "ReadingWindows"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A source whose every request is asked in the mode of one query."""

    source: FrameSource
    query: QuerySpec

    def fetch(self, request: RangeRequest) -> Frame:
        """Return the counts or durations that the query asks for, settled."""
        query = self.query
        learnt = query.learnt if isinstance(query, BoundQuery) else None
        asked = replace(request, mode=query.mode, by=query.by, learnt=learnt, extract=query.extract)
        return self.settle(self.source.fetch(asked))

    def check(self) -> SourceHealth:
        """Ask the source how it is; never raises."""
        return self.source.check()

    def settle(self, frame: Frame) -> Frame:
        """Make a frame of counts the same however it was put together.

        What was not seen was seen 0 times. A row without any count stays only where it was expected, so
        that a window that grew tick by tick has the rows of one that was fetched at once. A duration that
        no line tells is a gap.
        """
        if self.query.mode == "durations":
            return frame
        values = np.nan_to_num(frame.values, nan=0.0)
        expected = self._expected_rows()
        rows = [
            row
            for row, labels in enumerate(frame.labels)
            if values[row].any() or self._is_expected(labels, expected)
        ]
        settled = frame.with_values(values)
        return settled if len(rows) == frame.series_count else settled.rows(rows)

    def _is_expected(self, labels: Labels, rows: frozenset[Labels]) -> bool:
        if self.query.mode == "categories":
            return not self.query.by
        return labels.without("pattern") in rows

    def _expected_rows(self) -> frozenset[Labels]:
        if not isinstance(self.query, BoundQuery):
            return frozenset()
        rows = self.query.learnt["rows"]
        return frozenset(Labels({**labels, "template": template_id}) for labels, template_id in rows)


class ReadingWindows:
    """The windows of log queries on one source, apart for each mode and for what was learnt."""

    def __init__(self, source: FrameSource, shelf: WindowShelf, limits: QueryLimits) -> None:
        self._source = source
        self._shelf = shelf
        self._limits = limits

    def find(self, query: QuerySpec) -> WindowCache:
        """Return the windows of queries that are read in the same way."""
        digest = query.learnt["digest"] if isinstance(query, BoundQuery) else ""
        key = (query.mode, query.by, query.extract, digest)
        return WindowCache(Reading(self._source, query), self._shelf, self._limits, key)
