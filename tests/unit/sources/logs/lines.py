"""A reader of lines in memory, for tests of what is made of them."""

from collections.abc import Iterator

from barograph.domain import Labels
from barograph.sources.logs.line import LogLine


class ListReader:
    """Serves lines from a list, in small pages."""

    def __init__(self, lines: list[LogLine], page: int = 7) -> None:
        self.lines = sorted(lines, key=lambda line: line.time_ns)
        self.page = page

    def read(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        inside = [line for line in self.lines if start_ns <= line.time_ns < end_ns]
        for first in range(0, len(inside), self.page):
            yield inside[first : first + self.page]


def line(second: float, text: str, **labels: str) -> LogLine:
    return LogLine(round(second * 1e9), Labels(labels or {"app": "shop"}), text)
