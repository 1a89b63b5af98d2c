"""Masks: what is a value by its looks, whatever the log says around it.

They work on keys, where every number is one digit, so a date is ``0-0-0`` and an address ``0.0.0.0``. A mask
is tried only where its marker stands in the key, because trying masks takes most of the time.
"""

import re
from dataclasses import dataclass

from barograph.sources.logs.mining.fields import mask_fields
from barograph.sources.logs.mining.keys import WILDCARD

__all__ = ["mask"]

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CLOCK = r"0:0(?::0)?(?:[.,]0)?"
_STEP = rf"/[\w.~@%+$#*!{WILDCARD}-]*"
_QUERY = r"\?[^\s\"',;)\]}]*"
_AFTER_USER = "is|was|has|had|does|did|not|and|or|in|id|name|logged|with|from|to|can|may|agent|account|space"
_DOMAINS = (
    "com|net|org|edu|gov|mil|int|info|biz|io|dev|app|cloud|local|localdomain|internal|lan|home|corp|svc"
    "|example|test|invalid|[a-z]{2}"
)


@dataclass(frozen=True, slots=True)
class _Mask:
    marker: str
    pattern: re.Pattern[str]
    replacement: str = WILDCARD


_MASKS = (
    _Mask("://", re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>)\]},;|]*[^\s\"'<>)\]},;|:.]")),
    _Mask("@", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")),
    _Mask(
        ".",
        re.compile(
            rf"(?<![\w.@/\\-])(?!(?:com|org|java|javax|net|io|sun|jdk)\.)"
            rf"(?:[\w-]+\.)+(?:(?:{_DOMAINS})(?::0)?|[\w-]*[A-Za-z0][\w-]*:0)(?![\w(/\\-]|\.\w)"
        ),
    ),
    _Mask(" 0:0:0 ", re.compile(rf"^(?:<0>)?{_MONTH} +0 0:0:0 [\w.:-]+(?= )")),
    _Mask("HTTP/", re.compile(r"(?<=HTTP/0.0\" 0 )(?:0|-) \"[^\"]*\" \"[^\"]*\"")),
    _Mask(
        " 0",
        re.compile(
            rf"\b(?:{_DAY},?\s+)?(?:0\s+)?{_MONTH}\s+0(?:\s*,?\s+0(?!:))?(?:\s+{_CLOCK})?(?:\s+[A-Z]{{3,4}})?(?:\s+0\b)?"
        ),
    ),
    _Mask("0/", re.compile(rf"\b0/{_MONTH}/0:{_CLOCK}(?:\s[+-]0)?")),
    _Mask("-0", re.compile(rf"\b0-{_MONTH}-0(?:[ T:]{_CLOCK})?")),
    _Mask(
        ":", re.compile(r"(?<![\w:.])(?=[A-Fa-f:]*0)(?:[0A-Fa-f]{0,4}:){2,}[0A-Fa-f]{0,4}(?:%\w+)?(?![\w:.])")
    ),
    _Mask(":\\", re.compile(r"\b[A-Za-z]:\\[^\s\"'<>|,;)\]]*")),
    _Mask(
        " /",
        re.compile(r"\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) /[^\s\"']*"),
        rf"\1 {WILDCARD}",
    ),
    _Mask(
        "/",
        re.compile(
            rf"(?<![\w.~@%+$/\\])[\w.~@%+$-]*(?:(?:{_STEP}){{2,}}(?:{_QUERY})?|{_STEP}{_QUERY})(?<![.:])"
        ),
    ),
    _Mask("0 ", re.compile(r"\b0(?:\.0)? (?:[KMGTP]?i?B|[kmgtp]b|ms|us|µs|ns|secs?|mins?|s)\b")),
    _Mask(
        "user ",
        re.compile(rf"\buser (?!(?:{_AFTER_USER})\b)[\w.$-]+(?![\w(:=])", re.IGNORECASE),
        f"user {WILDCARD}",
    ),
)


def mask(key: str) -> str:
    """Replace what is a value by its looks with the wildcard.

    >>> mask("open /var/log/syslog for root@db failed").replace(WILDCARD, "<*>")
    'open <*> for <*> failed'
    """
    for each in _MASKS:
        if each.marker in key:
            key = each.pattern.sub(each.replacement, key)
    return mask_fields(key) if "=" in key else key
