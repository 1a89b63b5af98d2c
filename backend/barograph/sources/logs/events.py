"""From lines as they were read to events: traces folded, secrets masked, in batches."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from barograph.errors import TooManySeries
from barograph.sources.logs.line import LineReader, LogLine
from barograph.sources.logs.secrets import mask_secrets
from barograph.sources.logs.stacks import LONGEST_TRACE_NS, LogEvent, fold_traces

__all__ = ["EventReader"]

_BATCH = 5_000
# A trace may begin before the range; what it depends on lies within a few times its longest duration.
_LEAD_NS = 5 * LONGEST_TRACE_NS


class EventReader:
    """Reads the events of a range; the same range gives the same events, alone or as part of a longer one."""

    def __init__(self, reader: LineReader, max_lines: int) -> None:
        self._reader = reader
        self._max_lines = max_lines

    def read(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogEvent]]:
        """Yield the events that begin at ``start_ns <= t < end_ns``, in order of time, secrets masked."""
        return self._fold(_masked(self._pages(expression, start_ns, end_ns)), start_ns, end_ns)

    def read_raw(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogEvent]]:
        """Yield the events with their secrets: for counts and measures only, which hold none of the text."""
        return self._fold(self._pages(expression, start_ns, end_ns), start_ns, end_ns)

    @staticmethod
    def _fold(pages: Iterable[list[LogLine]], start_ns: int, end_ns: int) -> Iterator[list[LogEvent]]:
        events = fold_traces(chain.from_iterable(pages))
        inside = (event for event in events if start_ns <= event.time_ns < end_ns)
        while batch := list(islice(inside, _BATCH)):
            yield batch

    def _pages(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        count = 0
        for page in self._reader.read(expression, start_ns - _LEAD_NS, end_ns + LONGEST_TRACE_NS):
            count += len(page)
            if count > self._max_lines:
                raise TooManySeries(
                    f"The query reads more than {self._max_lines:,} lines. Narrow its selector, add a line "
                    "filter, shorten schedule.history, or raise max_lines of the source.",
                    detail={"lines": count, "limit": self._max_lines, "setting": "max_lines"},
                )
            yield page


def _masked(pages: Iterable[list[LogLine]]) -> Iterator[list[LogLine]]:
    for page in pages:
        texts = mask_secrets([line.text for line in page])
        yield [
            LogLine(line.time_ns, line.labels, text, line.apart)
            for line, text in zip(page, texts, strict=True)
        ]
