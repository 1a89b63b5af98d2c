"""Reading lines: page after page, every line once, whatever Loki's limit on a page is."""

from collections.abc import Iterator

from barograph.errors import TooManySeries
from barograph.sources.logs.line import LogLine
from barograph.sources.loki.api import LokiApi

__all__ = ["LokiReader"]

_NS_PER_HOUR = 3_600_000_000_000
_PAGE_LIMIT = "max_entries_limit_per_query"
_SMALLEST_PAGE = 10


class LokiReader:
    """Reads ranges of any length in parts of at most ``part_hours`` and pages of at most ``page_lines``.

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
            page, asked = self._read_page(expression, start_ns, end_ns)
            if len(page) < asked:
                if page:
                    yield page
                return
            start_ns = page[-1].time_ns
            whole = [line for line in page if line.time_ns < start_ns]
            if not whole:
                raise TooManySeries(
                    f"More than {asked:,} lines have the same time ({start_ns} ns), so that no "
                    "page ends between them. Narrow the selector, or write lines with finer times.",
                    detail={
                        "lines": len(page),
                        "limit": asked,
                        "setting": _PAGE_LIMIT,
                    },
                )
            yield whole

    def _read_page(self, expression: str, start_ns: int, end_ns: int) -> tuple[list[LogLine], int]:
        """Return a page and how many lines it may have; a Loki that gives fewer is asked for half as many."""
        while True:
            asked = self._page_lines
            try:
                return self._api.query_lines(expression, start_ns, end_ns, asked), asked
            except TooManySeries as error:
                if error.detail.get("setting") != _PAGE_LIMIT or asked <= _SMALLEST_PAGE:
                    raise
                self._page_lines = max(_SMALLEST_PAGE, min(self._page_lines, asked // 2))
