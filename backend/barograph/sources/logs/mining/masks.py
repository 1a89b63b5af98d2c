"""Masks: what is a value by its looks, whatever the log says around it.

They work on the words of keys, where every number is one digit, so an address is ``0.0.0.0``. A mask is tried
only where its marker stands in the word. What takes more than one word to know is in ``phrases``.
"""

import re
from dataclasses import dataclass

from barograph.sources.logs.mining.keys import WILDCARD

__all__ = ["mask_word"]

_STEP = rf"/[\w.~@%+$#*!{WILDCARD}-]*"
_QUERY = r"\?[^\s\"',;)\]}]*"
_DOMAINS = (
    "com|net|org|edu|gov|mil|int|info|biz|io|dev|app|cloud|local|localdomain|internal|lan|home|corp|svc"
    "|example|test|invalid|[a-z]{2}"
)


@dataclass(frozen=True, slots=True)
class _Mask:
    marker: str
    pattern: re.Pattern[str]


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
    _Mask(
        ":",
        re.compile(r"(?<![\w:.])(?=[A-Fa-f:]*0)(?:[0A-Fa-f]{0,4}:){2,}[0A-Fa-f]{0,4}(?:[.%]\w+)?(?![\w:.])"),
    ),
    _Mask(":\\", re.compile(r"\b[A-Za-z]:\\[^\s\"'<>|,;)\]]*")),
    _Mask(
        "/",
        re.compile(
            rf"(?<![\w.~@%+$/\\])[\w.~@%+$-]*(?:(?:{_STEP}){{2,}}(?:{_QUERY})?|{_STEP}{_QUERY})(?<![.:])"
        ),
    ),
)


_SHORT_PATH = re.compile(r"^/[\w.-]*(?=[:,;.]?$)")


def mask_word(word: str) -> str:
    """Replace what is a value by its looks with the wildcard.

    >>> mask_word("open(/var/log/syslog)").replace(WILDCARD, "<*>")
    'open(<*>)'
    """
    if word.startswith("/"):
        word = _SHORT_PATH.sub(WILDCARD, word)
    for each in _MASKS:
        if each.marker in word:
            word = each.pattern.sub(WILDCARD, word)
    return word
