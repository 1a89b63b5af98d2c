"""What is possible: what never was negative is not foretold to be, nor a share to pass the whole."""

import math
from collections.abc import Iterable

__all__ = ["possible_range"]

_WHOLES = {"ratio": 1.0, "percent": 100.0}
_SIGNED = frozenset(
    ("celsius", "fahrenheit", "°c", "°f", "degrees", "volts", "amperes", "decibels", "db", "dbm", "watts")
)
"""Units of what may well fall below 0 for the first time."""


def possible_range(unit: str, least: float, most: float, limits: Iterable[float]) -> tuple[float, float]:
    """Return between what a series stays, by its unit and the least and largest value it ever had.

    Somebody who sets a limit says that it can be reached.

    >>> possible_range("ratio", 0.2, 0.9, [1.0])
    (0.0, 1.0)
    >>> possible_range("celsius", 4.0, 19.0, [])
    (-inf, inf)
    """
    floor, ceiling = -math.inf, math.inf
    named = tuple(limits)
    if unit.casefold() not in _SIGNED and min(least, *named, math.inf) >= 0:
        floor = 0.0
    whole = _WHOLES.get(unit, math.inf)
    if floor == 0 and max(most, *named, -math.inf) <= whole:
        ceiling = whole
    return floor, ceiling
