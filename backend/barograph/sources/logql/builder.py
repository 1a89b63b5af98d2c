"""LogQL put together from parts, checked when it is done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from barograph.config.durations import Duration
from barograph.errors import ValidationFailed
from barograph.sources.logql.checking import validate_logql

__all__ = ["LogMetric", "LogSelector"]

_MATCHES = ("=", "!=", "=~", "!~")
_COMPARISONS = (*_MATCHES, "==", ">", ">=", "<", "<=")
_PARSERS = ("json", "logfmt", "unpack", "decolorize")
_CONVERSIONS = ("", "bytes", "duration", "duration_seconds")
_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class LogMetric:
    """LogQL that returns numbers.

    >>> shop = LogSelector().where("app", "shop")
    >>> str(shop.containing("error").rate("5m").divided_by(shop.rate("5m")))
    '(rate({app="shop"} |= "error" [5m])) / (rate({app="shop"} [5m]))'
    """

    text: str

    def __post_init__(self) -> None:
        validate_logql(self.text, "metric")

    def __str__(self) -> str:
        return self.text

    def aggregate(
        self, operator: str, *, by: Sequence[str] = (), parameter: float | None = None
    ) -> "LogMetric":
        """Aggregate over labels: ``sum``, ``avg``, ``max``, ``topk`` with its parameter, and so on."""
        grouping = f" by ({', '.join(map(_checked_name, by))})" if by else ""
        first = "" if parameter is None else f"{parameter:g}, "
        return LogMetric(f"{operator}{grouping} ({first}{self.text})")

    def divided_by(self, other: "LogMetric") -> "LogMetric":
        """Return the ratio of this to another metric."""
        return LogMetric(f"({self.text}) / ({other.text})")


@dataclass(frozen=True, slots=True)
class LogSelector:
    """Streams, and what happens to their lines: filters, parsers, label filters, unwrap.

    >>> slow = LogSelector().where("app", "shop").parse("logfmt").unwrap("duration", "duration_seconds")
    >>> str(slow.over("5m", "quantile_over_time", 0.99, by=("path",)))
    'quantile_over_time(0.99, {app="shop"} | logfmt | unwrap duration_seconds(duration) [5m]) by (path)'
    """

    matchers: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((f"{{{', '.join(self.matchers)}}}", *self.stages))

    def where(self, label: str, value: str, operator: str = "=") -> "LogSelector":
        """Return the selector with one more matcher of a stream's label."""
        _check_choice(operator, _MATCHES, "a matcher")
        return replace(self, matchers=(*self.matchers, f"{_checked_name(label)}{operator}{_quote(value)}"))

    def containing(self, text: str) -> "LogSelector":
        """Keep the lines that hold a text."""
        return self._then(f"|= {_quote(text)}")

    def without(self, text: str) -> "LogSelector":
        """Drop the lines that hold a text."""
        return self._then(f"!= {_quote(text)}")

    def matching(self, pattern: str) -> "LogSelector":
        """Keep the lines that match a regular expression."""
        return self._then(f"|~ {_quote(pattern)}")

    def not_matching(self, pattern: str) -> "LogSelector":
        """Drop the lines that match a regular expression."""
        return self._then(f"!~ {_quote(pattern)}")

    def parse(self, parser: str) -> "LogSelector":
        """Make labels of the fields of each line: ``json``, ``logfmt``, ``unpack``, ``decolorize``."""
        _check_choice(parser, _PARSERS, "a parser")
        return self._then(f"| {parser}")

    def parse_pattern(self, pattern: str) -> "LogSelector":
        """Make labels by a pattern such as ``<ip> - <_> "<method> <path>``."""
        return self._then(f"| pattern {_quote(pattern)}")

    def parse_regexp(self, pattern: str) -> "LogSelector":
        """Make labels by the named groups of a regular expression."""
        return self._then(f"| regexp {_quote(pattern)}")

    def keep(self, label: str, value: str | float, operator: str = "=") -> "LogSelector":
        """Keep the lines whose label, of the stream or parsed, compares so with a value."""
        _check_choice(operator, _COMPARISONS, "a comparison")
        shown = _quote(value) if isinstance(value, str) else f"{value:g}"
        sign = "==" if operator == "=" and not isinstance(value, str) else operator
        return self._then(f"| {_checked_name(label)} {sign} {shown}")

    def unwrap(self, label: str, conversion: str = "") -> "LogSelector":
        """Take the number in a label as the value of each line; lines without one are left out."""
        _check_choice(conversion, _CONVERSIONS, "a conversion")
        _checked_name(label)
        return self._then(f"| unwrap {conversion}({label})" if conversion else f"| unwrap {label}")

    def rate(self, window: str | Duration) -> LogMetric:
        """Count the lines a second."""
        return self.over(window, "rate")

    def count(self, window: str | Duration) -> LogMetric:
        """Count the lines of a window."""
        return self.over(window, "count_over_time")

    def over(
        self,
        window: str | Duration,
        function: str,
        parameter: float | None = None,
        *,
        by: Sequence[str] = (),
    ) -> LogMetric:
        """Apply a function of a window: ``bytes_rate``, or ``quantile_over_time`` of what is unwrapped."""
        first = "" if parameter is None else f"{parameter:g}, "
        grouping = f" by ({', '.join(map(_checked_name, by))})" if by else ""
        return LogMetric(f"{function}({first}{self} [{Duration.parse(window)}]){grouping}")

    def _then(self, stage: str) -> "LogSelector":
        return replace(self, stages=(*self.stages, stage))


def _quote(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n").replace("\t", r"\t")
    return f'"{escaped}"'


def _checked_name(label: str) -> str:
    if not _NAME.fullmatch(label):
        raise ValidationFailed(f"{label!r} is not the name of a label; use letters, digits and _.")
    return label


def _check_choice(word: str, choices: tuple[str, ...], what: str) -> None:
    if word not in choices:
        known = ", ".join(choice for choice in choices if choice)
        raise ValidationFailed(f"{word!r} is not {what} of LogQL. There are {known}.")
