"""Reading the parameters of a request as Prometheus does: from address or form, times in many shapes."""

import math
import re
from datetime import UTC, datetime

from flask import request

from barograph.config.durations import Duration
from barograph.errors import SourceRejectedQuery

__all__ = ["argument", "arguments", "duration_ms", "time_ms"]

_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][+-]?\d+)?")


def argument(name: str, default: str = "") -> str:
    """Return one parameter."""
    return request.values.get(name, default)


def arguments(name: str) -> list[str]:
    """Return a parameter that may come several times."""
    return request.values.getlist(name)


def time_ms(name: str, default_ms: int) -> int:
    """Return a moment given as seconds since the epoch or in RFC 3339."""
    text = argument(name)
    if not text:
        return default_ms
    if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return round(float(text) * 1000)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SourceRejectedQuery(
            f'invalid parameter "{name}": cannot parse "{text}" to a valid timestamp'
        ) from error
    return round(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)


def duration_ms(name: str) -> int:
    """Return a length of time given in seconds or as Prometheus writes it; zero and less are refused."""
    text = argument(name)
    try:
        length = round(float(text) * 1000) if _NUMBER.fullmatch(text) else Duration.parse(text).milliseconds
    except (ValueError, OverflowError) as error:
        raise SourceRejectedQuery(
            f'invalid parameter "{name}": cannot parse "{text}" to a valid duration'
        ) from error
    if length <= 0:
        raise SourceRejectedQuery(
            f'invalid parameter "{name}": zero or negative query resolution step widths are not accepted. '
            "Try a positive integer"
        )
    return length
