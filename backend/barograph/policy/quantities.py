"""Numbers with units, as people write them, and the unit that an expression most likely has."""

import math
import re

__all__ = ["guess_unit", "say_quantity", "say_range"]

_SECONDS = (
    (86_400.0, "d"),
    (3600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
    (1e-6, "us"),
    (1e-9, "ns"),
)
_BYTES = ((2.0**40, "TiB"), (2.0**30, "GiB"), (2.0**20, "MiB"), (2.0**10, "KiB"), (1.0, "B"))
_PLAIN = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k"), (0.0, ""))
_SCALES = {
    "seconds": _SECONDS,
    "bytes": _BYTES,
    "bytes_per_second": tuple((size, f"{name}/s") for size, name in _BYTES),
}
_SUFFIXES = {"percent": "%", "per_second": "/s", "celsius": " °C", "volts": " V", "joules": " J"}
_NAMED = re.compile(r"_(seconds|bytes|ratio|percent|celsius|volts|joules)(?:_(total|sum|count|bucket))?\b")
_RATED = re.compile(r"\b(rate|irate|deriv)\s*\(")


def guess_unit(expression: str) -> str:
    """Guess the unit from the names in an expression, which in Prometheus end with it; empty if unsure."""
    is_rate = _RATED.search(expression) is not None
    if "/" in re.sub(r'"[^"]*"', "", expression):
        return ""
    found = _NAMED.search(expression)
    if found is None or found[2] == "count":
        return "per_second" if is_rate else ""
    if found[2] == "bucket":
        return found[1] if "histogram_quantile" in expression else "per_second"
    if is_rate:
        return {"bytes": "bytes_per_second"}.get(found[1], "")
    return found[1]


def say_quantity(value: float, unit: str = "") -> str:
    """Write a number with its unit: ``2.3 s``, ``180 ms``, ``1.4 GiB``, ``12 %``."""
    if not math.isfinite(value):
        return "unknown"
    size, name = _pick_scale((abs(value),), unit)
    return _join(_say_number(value / size), name)


def say_range(lower: float, upper: float, unit: str = "") -> str:
    """Write a range with its unit once: ``180-240 ms``."""
    size, name = _pick_scale((abs(lower), abs(upper)), unit)
    first, last = _say_number(lower / size), _say_number(upper / size)
    if first == last:
        return _join(first, name)
    dash = " to " if first.startswith("-") or last.startswith("-") else "-"
    return _join(f"{first}{dash}{last}", name)


def _pick_scale(sizes: tuple[float, ...], unit: str) -> tuple[float, str]:
    if unit == "ratio":
        return 0.01, "%"
    largest = max(sizes)
    for size, name in _SCALES.get(unit, _PLAIN):
        if largest >= size:
            return (size or 1.0), name if unit in _SCALES else name + _suffix_of(unit)
    smallest = _SCALES.get(unit, _PLAIN)
    chosen = smallest[3] if unit == "seconds" else smallest[-1]
    return chosen[0], chosen[1]


def _suffix_of(unit: str) -> str:
    if unit in _SUFFIXES or not unit:
        return _SUFFIXES.get(unit, "")
    return f" {unit}"


def _say_number(value: float) -> str:
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    digits = max(0, 1 - math.floor(math.log10(abs(value))))
    return f"{value:.{min(digits, 12)}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def _join(number: str, name: str) -> str:
    return f"{number}{name}" if name[:1] in ("", "/", " ") else f"{number} {name}"
