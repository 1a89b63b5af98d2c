"""As much LogQL as detectors of the demo use: selectors, line filters, counts and rates."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from barograph.config.durations import Duration
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery

__all__ = ["LogQuery", "MetricQuery", "parse_logql"]

_STRING = r'"(?:[^"\\]|\\.)*"|`[^`]*`'
_MATCHER = re.compile(rf"\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*({_STRING})\s*(,|(?=\s*(?:}}|$)))")
_FILTER = re.compile(rf"\s*(\|=|!=|\|~|!~)\s*({_STRING})")
_PARSER = re.compile(r"\s*\|\s*(?:logfmt|json)(?=\s*(?:[|)\[!]|$))")
_LABEL_FILTER = re.compile(rf"\s*\|\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*({_STRING})")
_RANGE = re.compile(r"\s*\[(\w+)\]\s*\)")
_FUNCTION = re.compile(r"\s*(count_over_time|rate|bytes_over_time|bytes_rate)\s*\(")
_GROUPING = re.compile(r"\s*(by|without)\s*\(([\w\s,]*)\)")
_AGGREGATION = re.compile(r"\s*(sum|avg|min|max|count)\b")

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class LogQuery:
    """Which lines are meant."""

    matchers: Mapping[str, tuple[Test, ...]]
    line_tests: tuple[Test, ...] = ()

    def means_stream(self, labels: Labels) -> bool:
        """Tell whether a stream is selected."""
        return all(test(labels.get(name, "")) for name, tests in self.matchers.items() for test in tests)

    def means_line(self, line: str) -> bool:
        """Tell whether a line passes the filters."""
        return all(test(line) for test in self.line_tests)


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """How lines are counted."""

    logs: LogQuery
    function: str
    range_ms: int
    aggregation: str = ""
    grouping: tuple[str, ...] = ()
    is_without: bool = False


@dataclass(slots=True)
class _Reader:
    text: str
    position: int = 0

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.position)
        if found:
            self.position = found.end()
        return found

    def take_text(self, text: str) -> bool:
        return self.take(re.compile(rf"\s*{re.escape(text)}")) is not None

    def expect(self, text: str) -> None:
        if not self.take_text(text):
            self.fail(text)

    def fail(self, expected: str) -> NoReturn:
        rest = self.text[self.position :].strip()
        found = f"unexpected {rest.split()[0]!r}" if rest else "unexpected $end"
        raise SourceRejectedQuery(
            f"parse error at line 1, col {self.position + 1}: syntax error: {found}, expecting {expected}"
        )


def parse_logql(text: str) -> LogQuery | MetricQuery:
    """Read a query, or say where it stops making sense."""
    reader = _Reader(text)
    query = _read_logs(reader) if text.lstrip().startswith("{") else _read_metric(reader)
    if reader.text[reader.position :].strip():
        reader.fail("$end")
    return query


def _read_metric(reader: _Reader) -> MetricQuery:
    aggregation = reader.take(_AGGREGATION)
    if not aggregation:
        return _read_count(reader)
    grouping = reader.take(_GROUPING)
    reader.expect("(")
    counted = _read_count(reader)
    reader.expect(")")
    grouping = grouping or reader.take(_GROUPING)
    names = tuple(name.strip() for name in grouping[2].split(",") if name.strip()) if grouping else ()
    is_without = grouping is not None and grouping[1] == "without"
    return MetricQuery(counted.logs, counted.function, counted.range_ms, aggregation[1], names, is_without)


def _read_count(reader: _Reader) -> MetricQuery:
    function = reader.take(_FUNCTION)
    if not function:
        reader.fail("a log selector or one of sum, count_over_time, rate, bytes_over_time, bytes_rate")
    logs = _read_logs(reader)
    span = reader.take(_RANGE)
    if not span:
        reader.fail("[range])")
    try:
        return MetricQuery(logs, function[1], Duration.parse(span[1]).milliseconds)
    except ValueError as error:
        raise SourceRejectedQuery(f"not a valid duration string: {span[1]!r}") from error


def _read_logs(reader: _Reader) -> LogQuery:
    reader.expect("{")
    matchers: dict[str, tuple[Test, ...]] = {}
    is_selective = False
    while not reader.take_text("}"):
        found = reader.take(_MATCHER)
        if not found:
            reader.fail("} or ,")
        test = _test_of(found[2], _unquote(found[3]), is_whole=True)
        matchers[found[1]] = (*matchers.get(found[1], ()), test)
        is_selective = is_selective or not test("")
    if not is_selective:
        raise SourceRejectedQuery(
            "parse error : queries require at least one regexp or equality matcher that does not have an "
            'empty-compatible value. For instance, app=~".*" does not meet this requirement, '
            'but app=~".+" will'
        )
    return _read_pipeline(reader, matchers)


def _read_pipeline(reader: _Reader, matchers: dict[str, tuple[Test, ...]]) -> LogQuery:
    tests: list[Test] = []
    while True:
        if found := reader.take(_FILTER):
            operator = {"|=": "contains", "!=": "lacks", "|~": "=~", "!~": "!~"}[found[1]]
            tests.append(_test_of(operator, _unquote(found[2]), is_whole=False))
        elif found := reader.take(_LABEL_FILTER):
            name = "level" if found[1] == "detected_level" else found[1]
            test = _test_of(found[2], _unquote(found[3]), is_whole=True)
            matchers[name] = (*matchers.get(name, ()), test)
        elif not reader.take(_PARSER):
            return LogQuery(matchers, tuple(tests))


def _test_of(operator: str, value: str, *, is_whole: bool) -> Test:
    plain: dict[str, Test] = {
        "=": lambda text: text == value,
        "!=": lambda text: text != value,
        "contains": lambda text: value in text,
        "lacks": lambda text: value not in text,
    }
    if operator in plain:
        return plain[operator]
    try:
        pattern = re.compile(value)
    except re.error as error:
        raise SourceRejectedQuery(f"parse error : error parsing regexp: {error}") from error
    match = pattern.fullmatch if is_whole else pattern.search
    is_wanted = operator == "=~"
    return lambda text: (match(text) is not None) is is_wanted


def _unquote(text: str) -> str:
    inner = text[1:-1]
    return inner if text[0] == "`" else re.sub(r"\\(.)", r"\1", inner)
