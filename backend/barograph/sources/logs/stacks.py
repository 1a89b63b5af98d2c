"""Stack traces: the lines of one are folded into a single event.

Whether a line continues the one before is decided by the line itself and by the lines of at most the last two
seconds, so that a window which is read with that much lead gives the same events as a longer one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from barograph.domain import Labels
from barograph.sources.logs.line import LogLine

__all__ = ["LONGEST_TRACE_NS", "LogEvent", "fold_traces"]

LONGEST_TRACE_NS = 2_000_000_000
_MOST_ROWS = 200

_NEVER_FIRST = re.compile(
    r"[ \t]+(?:at |File \"|\.\.\. |from |#\d|\d+: |---|[\^~]+$)|\}$|Caused by: |Suppressed: "
    r"|\.\.\. \d+ (?:more|common frames)|goroutine \d+ \["
    r"|Stack trace:$|#\d+ +(?:0x|/|\{main\}|\S+\()|stack backtrace:$|note: (?:run with `RUST|[Ss]ome details)"
)
_INDENTED = re.compile(r"[ \t]+\S")
# Levels and times that a program writes flush right: "   INFO ready".
_INDENTED_HEAD = re.compile(
    r"[ \t]+\[?(?:(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRIT|CRITICAL)\b"
    r"|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d)"
)
_PYTHON = re.compile(r".*Traceback \(most recent call last\):")
_PYTHON_CHAIN = re.compile(r"(?:During handling of|The above exception was) ")
_GO = re.compile(r".*\b(?:panic: |fatal error: )")
_GO_ROW = re.compile(r"$|[\w./*()\[\]{}$-]+\(.*\)$|created by |\[signal |exit status |goroutine \d+ \[|[ \t]")
_RUST = re.compile(r".*\bthread '[^']{0,200}' panicked at .{0,500}:$")
_CAUSE = re.compile(r"Caused by: (.+)")


@dataclass(slots=True)
class LogEvent:
    """One thing that was logged: a line, or a trace of many rows."""

    time_ns: int
    labels: Labels
    rows: list[str] = field(default_factory=list)
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.rows)

    def labels_by(self, names: Sequence[str]) -> Labels:
        """Return the named labels alone, those of the stream and else those of its first line."""
        own = self.labels.only(*names)
        more = {name: self.apart[name] for name in names if name in self.apart and name not in own}
        return own.merged(more) if more else own

    @property
    def headline(self) -> str:
        """One row that says it all: the end of a Python trace, head and root cause of others."""
        if len(self.rows) == 1:
            return self.rows[0]
        if _PYTHON.match(self.rows[0]):
            return self.rows[0].split("Traceback", 1)[0] + f"Traceback: {self.rows[-1].strip()}"
        if _RUST.match(self.rows[0]):
            return f"{self.rows[0]} {self.rows[1].strip()}"
        causes = [match[1] for row in self.rows if (match := _CAUSE.match(row))]
        return f"{self.rows[0]} caused by {causes[-1]}" if causes else self.rows[0]


def fold_traces(lines: Iterable[LogLine]) -> Iterator[LogEvent]:
    """Yield events in the order in which they begin; rows of traces that began unseen are left out.

    An indented row belongs to the event above it, unless it begins with a level or a time. Where there is
    none it is an event of its own, which takes no further indented rows: whether a row begins an event must
    not depend on where reading began.
    """
    open_events: dict[Labels, _Trace] = {}
    waiting: list[_Trace] = []
    for line in lines:
        yield from (done.event for done in _finished(waiting, line.time_ns))
        rows = line.text.rstrip("\r\n").split("\n")
        trace = open_events.get(line.labels)
        if trace is not None and trace.takes(line.time_ns, rows[0]):
            trace.add(rows)
        elif not _NEVER_FIRST.match(rows[0]) and rows[0].strip():
            trace = _Trace(
                LogEvent(line.time_ns, line.labels, apart=line.apart), is_orphan=_is_orphan(rows[0])
            )
            trace.add(rows)
            open_events[line.labels] = trace
            waiting.append(trace)
    yield from (trace.event for trace in waiting)


def _is_orphan(row: str) -> bool:
    is_head = _INDENTED_HEAD.match(row) or _PYTHON.match(row)
    return bool(_INDENTED.match(row)) and not is_head


class _Trace:
    """An event that may still grow, and what kind of row may follow."""

    def __init__(self, event: LogEvent, *, is_orphan: bool) -> None:
        self.event = event
        self._is_orphan = is_orphan
        self._is_python = False
        self._is_chained = False
        self._is_go = False
        self._is_cut_short = False

    def takes(self, time_ns: int, row: str) -> bool:
        """Tell whether a row that comes now belongs to this event."""
        if time_ns - self.event.time_ns > LONGEST_TRACE_NS:
            return False
        if self._is_cut_short:
            return True
        if _INDENTED_HEAD.match(row):
            return self._is_python
        return self._goes_on_with(row)

    def _goes_on_with(self, row: str) -> bool:
        if self._is_orphan:
            return bool(_NEVER_FIRST.match(row))
        if self._is_go:
            return bool(_GO_ROW.match(row))
        if _INDENTED.match(row) or _NEVER_FIRST.match(row) or _PYTHON_CHAIN.match(row):
            return True
        return self._is_chained or (self._is_python and not _PYTHON.match(row))

    def add(self, rows: list[str]) -> None:
        """Take in rows; what may follow depends on the last of them."""
        for row in rows:
            if not row.strip():
                continue
            self._is_go = self._is_go or bool(_GO.match(row))
            self._is_cut_short = bool(_RUST.match(row))
            if _PYTHON_CHAIN.match(row):
                self._is_chained = True
            elif _PYTHON.match(row):
                self._is_python, self._is_chained = True, False
            elif not row.startswith((" ", "\t")):
                self._is_python = False
            if len(self.event.rows) < _MOST_ROWS:
                self.event.rows.append(row)


def _finished(waiting: list[_Trace], now_ns: int) -> Iterator[_Trace]:
    count = 0
    while count < len(waiting) and now_ns - waiting[count].event.time_ns > LONGEST_TRACE_NS:
        count += 1
    done, waiting[:count] = waiting[:count], []
    yield from done
