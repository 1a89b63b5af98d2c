"""Reading lines: page after page, every line once, whatever Loki's limit on a page is."""

from collections.abc import Iterator

from barograph.errors import TooManySeries
from barograph.sources.logs.line import LogLine
from barograph.sources.loki.api import LokiApi

__all__ = ["LokiReader"]

_NS_PER_HOUR = 3_600_000_000_000


class LokiReader:
    """Reads ranges of any length in parts of at most ``part_hours`` and pages of ``page_lines``.

    A full page may end in the middle of a nanosecond. So its last nanosecond is left out and the next page
    begins with it: nothing is lost and nothing comes twice.
    """

    def __init__(self, api: LokiApi, *, page_lines: int = 5_000, part_hours: int = 6) -> None:
        self._api = api
        self._page_lines = page_lines
        self._part_ns = part_hours * _NS_PER_HOUR

    def read(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        """Yield every line with ``start_ns <= t < end_ns`` once, in order of time, in pages."""
        for part_ns in range(start_ns, end_ns, self._part_ns):
            yield from self._read_part(expression, part_ns, min(part_ns + self._part_ns, end_ns))

    def _read_part(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        while start_ns < end_ns:
            page = self._api.query_lines(expression, start_ns, end_ns, self._page_lines)
            if len(page) < self._page_lines:
                if page:
                    yield page
                return
            start_ns = page[-1].time_ns
            whole = [line for line in page if line.time_ns < start_ns]
            if not whole:
                raise TooManySeries(
                    f"More than {self._page_lines:,} lines have the same time ({start_ns} ns), so that no "
                    "page ends between them. Narrow the selector, or write lines with finer times.",
                    detail={
                        "lines": len(page),
                        "limit": self._page_lines,
                        "setting": "max_entries_limit_per_query",
                    },
                )
            yield whole
