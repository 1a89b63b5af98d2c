"""Tail: lines as they arrive, over a WebSocket that may break at any time."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event

from barograph.errors import SourceError
from barograph.sources.logs.line import LineReader, LogLine
from barograph.sources.loki.answers import decode_tail
from barograph.sources.loki.tail_connection import TailConnector

__all__ = ["LokiTail"]

_OVERLAP_NS = 60_000_000_000
_REMEMBERED_LINES = 200_000
_LONGEST_PAUSE_SECONDS = 10.0


@dataclass(slots=True)
class LokiTail:
    """Follows an expression; no line is lost or comes twice, however often the connection breaks.

    After every reconnection, and where Loki says that it dropped lines because we were slow, the time since
    a minute before the last line is read again by queries. Lines that were seen already are left out; those
    that come later than a minute while the connection is broken are lost.
    """

    connect: TailConnector
    reader: LineReader
    now_ns: Callable[[], int]
    stopping: Event

    def follow(self, expression: str, start_ns: int) -> Iterator[LogLine]:
        """Yield lines from ``start_ns`` on, in the order in which they arrive, until ``stopping`` is set."""
        seen = _Seen(start_ns)
        failures = 0
        while not self.stopping.is_set():
            try:
                for line in self._follow_once(expression, seen):
                    failures = 0
                    yield line
            except SourceError as error:
                if not error.retryable:
                    raise
                failures += 1
                pause = min(_LONGEST_PAUSE_SECONDS, 0.2 * 2.0 ** min(failures, 10))
                self.stopping.wait(max(pause, error.retry_after_seconds or 0.0))

    def _follow_once(self, expression: str, seen: "_Seen") -> Iterator[LogLine]:
        # Connected first and read then: what arrives meanwhile waits in the connection.
        connection = self.connect(expression, self.now_ns())
        try:
            yield from self._catch_up(expression, seen)
            while not self.stopping.is_set():
                message = connection.receive()
                seen.connected_ns = self.now_ns()
                if message is None:
                    continue
                lines, dropped = decode_tail(message)
                yield from seen.new_of(lines)
                if dropped:
                    yield from self._catch_up(expression, seen, min(dropped))
        finally:
            connection.close()

    def _catch_up(self, expression: str, seen: "_Seen", since_ns: int | None = None) -> Iterator[LogLine]:
        start_ns = seen.restart_ns if since_ns is None else since_ns
        for page in self.reader.read(expression, start_ns, self.now_ns() + 1):
            yield from seen.new_of(page)


class _Seen:
    """Remembers the lines of the last while, because a catch-up reads some of them again."""

    def __init__(self, start_ns: int) -> None:
        self._start_ns = start_ns
        self._last_ns = start_ns
        self.connected_ns = start_ns
        self._lines: OrderedDict[LogLine, None] = OrderedDict()

    @property
    def restart_ns(self) -> int:
        # A line may be ahead of the clock; what was lost begins no later than the connection broke.
        return max(self._start_ns, min(self._last_ns, self.connected_ns) - _OVERLAP_NS)

    def new_of(self, lines: list[LogLine]) -> Iterator[LogLine]:
        for line in lines:
            if line in self._lines or line.time_ns < self._start_ns:
                continue
            self._lines[line] = None
            self._last_ns = max(self._last_ns, line.time_ns)
            if len(self._lines) > _REMEMBERED_LINES:
                self._lines.popitem(last=False)
            yield line
