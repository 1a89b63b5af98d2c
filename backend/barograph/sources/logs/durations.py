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
_GROUPED = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?(?!\d)"
_UNIT = "|".join(sorted(_SECONDS, key=len, reverse=True))
_ONE = rf"(?P<number>{_GROUPED}|{_NUMBER})[ ]?(?P<unit>{_UNIT})(?![A-Za-z0-9/])"
# As Go writes them, and people: 1m2.5s, 1m 5s, 3 minutes and 5 seconds.
_PIECE = rf"\d+(?:\.\d+)?[ ]?(?:{_UNIT})"
_COMPOUND = rf"(?P<parts>{_PIECE}(?:(?:,| and)?[ ]?{_PIECE}){{1,5}})(?![A-Za-z0-9/])"
_PART = re.compile(rf"(\d+(?:\.\d+)?)[ ]?({_UNIT})", re.IGNORECASE)
_NAMES = "duration|took|elapsed|latency|response_?time|request_?time|processing_?time|time_?taken|runtime"
_VALUE = rf"[\"']?\s?[=:]\s?[\"']?(?:{_COMPOUND}|{_ONE}|(?P<bare>{_NUMBER})(?![\w.]))"
_MEASURED = re.compile(rf"(?<![\w.-])(?:took|elapsed|lasted)[ :=]+(?:{_COMPOUND}|{_ONE})", re.IGNORECASE)
# What is still to come was not measured: retry in 30s.
_TO_COME = ("retry", "retrying", "again", "reconnecting", "expires", "next")
_SAID = re.compile(
    rf"(?<![\w.-]){''.join(f'(?<!{word} )' for word in _TO_COME)}"
    rf"(?:in|after|within|for)[ :=]+(?:{_COMPOUND}|{_ONE})",
    re.IGNORECASE,
)
_ANY = re.compile(
    rf"(?=\d)(?<![\w.-]){''.join(f'(?<!{word} in )(?<!{word} after )' for word in _TO_COME)}"
    rf"(?:{_COMPOUND}|{_ONE})"
)
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
            self._patterns += [_MEASURED, _SAID, _ANY]

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
            return _sum_up(found["parts"])
        if found["number"] is not None:
            return float(found["number"].replace(",", "")) * _SECONDS[str(found["unit"]).lower()]
        unit = found.get("suffix") or self._unit
        bare = found.get("bare")
        return None if unit is None or bare is None else float(bare) * _SECONDS[unit.lower()]


def _sum_up(parts: str) -> float:
    """Add up the parts of one duration: each has a smaller unit, or another duration begins."""
    total, last = 0.0, float("inf")
    for number, unit in _PART.findall(parts):
        seconds = _SECONDS[unit.lower()]
        if seconds >= last:
            break
        total, last = total + float(number) * seconds, seconds
    return total
