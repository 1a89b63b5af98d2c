"""Durations in lines: how long something took, in seconds, wherever a program writes it."""

import re

from barograph.config.extraction import Extraction

__all__ = ["DurationFinder"]

_SECONDS = {
    **dict.fromkeys(("ns", "nanos", "nanoseconds"), 1e-9),
    **dict.fromkeys(("us", "µs", "μs", "micros", "microseconds"), 1e-6),
    **dict.fromkeys(("ms", "msec", "millis", "milliseconds", "millisecond"), 1e-3),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
}
_NUMBER = r"\d+(?:\.\d+)?(?:e-?\d{1,3})?"
_UNIT = "|".join(sorted(_SECONDS, key=len, reverse=True))
_ONE = rf"(?P<number>{_NUMBER})[ ]?(?P<unit>{_UNIT})(?![A-Za-z0-9/])"
# As Go writes them: 1m2.5s.
_COMPOUND = r"(?P<parts>(?:\d+(?:\.\d+)?(?:h|m|s|ms|us|µs|ns)){2,6})(?![A-Za-z0-9])"
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)")
_NAMES = "duration|took|elapsed|latency|response_?time|request_?time|processing_?time|time_?taken|runtime"
_VALUE = rf"[\"']?\s?[=:]\s?[\"']?(?:{_COMPOUND}|{_ONE}|(?P<bare>{_NUMBER})(?![\w.]))"
_SAID = re.compile(
    rf"(?<![\w.-])(?:took|in|after|within|elapsed|for)[ :=]+(?:{_COMPOUND}|{_ONE})", re.IGNORECASE
)
_ANY = re.compile(rf"(?<![\w.-])(?:{_COMPOUND}|{_ONE})")
_DIGIT = re.compile(r"\d")


class DurationFinder:
    """Finds the duration that a line tells: in the field that is asked for, else where it looks like one.

    A field by its usual name comes first, then what is said ("took 15 ms"), then anything with a unit. A
    number without a unit counts only where its unit is known, by the name of the field or by request.

    >>> DurationFinder(Extraction()).find("GET /cart served in 15 ms")
    0.015
    """

    def __init__(self, wanted: Extraction) -> None:
        self._unit = wanted.unit
        name = f"(?:{_NAMES})" if wanted.field is None else re.escape(wanted.field)
        named = rf"(?<![\w.-]){name}(?:[_-]?(?P<suffix>{_UNIT}))?{_VALUE}"
        self._patterns = [re.compile(named, re.IGNORECASE)]
        if wanted.field is None:
            self._patterns += [_SAID, _ANY]

    def find(self, text: str) -> float | None:
        """Return the seconds that a line tells of, None where it tells of none."""
        if _DIGIT.search(text) is None:
            return None
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                seconds = self._read(match.groupdict())
                if seconds is not None:
                    return seconds
        return None

    def _read(self, found: dict[str, str | None]) -> float | None:
        if found["parts"] is not None:
            parts = _PART.findall(found["parts"].lower())
            return sum(float(number) * _SECONDS[unit] for number, unit in parts)
        if found["number"] is not None:
            return float(found["number"]) * _SECONDS[str(found["unit"]).lower()]
        unit = found.get("suffix") or self._unit
        bare = found.get("bare")
        return None if unit is None or bare is None else float(bare) * _SECONDS[unit.lower()]
