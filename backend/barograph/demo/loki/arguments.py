"""Reading the parameters of a request as Loki does: nanoseconds, seconds or RFC 3339."""

import re

from barograph.config.durations import Duration
from barograph.demo.prometheus.arguments import argument, time_ms
from barograph.errors import SourceRejectedQuery

__all__ = ["count_argument", "moment_ns", "refuse_long_range", "step_ms"]

_MOST_LINES = 5000
_LONGEST_NS = (30 * 24 + 1) * 3_600_000_000_000
_NANOSECONDS = re.compile(r"\d{11,}")


def moment_ns(name: str, default_ns: int) -> int:
    """Return a moment; whole numbers of more than ten digits count nanoseconds."""
    text = argument(name)
    if _NANOSECONDS.fullmatch(text):
        return int(text)
    return time_ms(name, default_ns // 1_000_000) * 1_000_000 if text else default_ns


def refuse_long_range(start_ns: int, end_ns: int) -> None:
    """Refuse a range that Loki would refuse as well."""
    if end_ns < start_ns:
        raise SourceRejectedQuery("end timestamp must not be before or equal to start time")
    if end_ns - start_ns > _LONGEST_NS:
        length = Duration((end_ns - start_ns) // 1_000_000)
        raise SourceRejectedQuery(
            f"the query time range exceeds the limit (query length: {length}, limit: 30d1h)"
        )


def step_ms(span_ms: int) -> int:
    """Return the step, by default one that makes about 250 points of the range."""
    text = argument("step")
    if not text:
        return max(1000, span_ms // 250 // 1000 * 1000)
    try:
        step = (
            round(float(text) * 1000)
            if text.replace(".", "").isdigit()
            else Duration.parse(text).milliseconds
        )
    except ValueError as error:
        raise SourceRejectedQuery(f'cannot parse "{text}" to a valid duration') from error
    if step <= 0:
        raise SourceRejectedQuery("zero or negative query resolution step widths are not accepted")
    return step


def count_argument(name: str, default: int) -> int:
    """Return how many lines are wanted, refusing more than Loki gives."""
    text = argument(name)
    count = int(text) if text.isdigit() else default
    if count > _MOST_LINES:
        raise SourceRejectedQuery(
            "max entries limit per query exceeded, limit > max_entries_limit_per_query "
            f"({count} > {_MOST_LINES})"
        )
    return count
