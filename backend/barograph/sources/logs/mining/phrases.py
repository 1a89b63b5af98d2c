"""Phrases: values that are known by the words beside them, such as dates, sizes and quoted fields.

Most lines hold none of the words that begin or end a phrase. Which phrases a word may belong to is found out
once for each word and noted as marks, so that phrases cost nothing in lines without such words.
"""

import re
from dataclasses import dataclass

from barograph.sources.logs.mining.fields import SPEAKING, mask_quoted_fields
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.reasons import LAST_WORDS, REASON
from barograph.sources.logs.mining.tokens import METHODS

__all__ = ["MARK", "MESSAGE_MARK", "marks_of", "mask_phrases"]

MARK = "\0"
"""Every mark begins with it."""

MESSAGE_MARK = "\0f"
"""Stands for a word with a field that is, or alone would be, what the line says."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov"),
    "Dec",
)
_MONTH = f"(?:{'|'.join(_MONTHS)})"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_FIRST_OF_DATE = "0ADFJMNOSTW"
_CLOCK = r"0:0(?::0)?(?:[.,]0)?"
_AFTER_METHOD = "|".join(rf"(?<=\b{method} /)" for method in METHODS)
_UNIT = r"(?:[KMGTP]?i?B|[kmgtp]b|ms|us|µs|ns|secs?|mins?|s)\b"
_AFTER_USER = "is|was|has|had|does|did|not|and|or|in|id|name|logged|with|from|to|can|may|agent|account|space"
_SQL = (
    "alter|analyze|begin|call|checkpoint|close|cluster|comment|commit|copy|create|deallocate|declare|delete"
    "|discard|do|drop|end|execute|explain|fetch|grant|insert|listen|lock|merge|notify|prepare|refresh|reindex"
    "|release|replace|reset|revoke|rollback|savepoint|select|set|show|start|truncate|update|vacuum|values|with"
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What stands in a word of the phrase, what the phrase looks like, and what replaces it."""

    mark: str
    word: re.Pattern[str]
    pattern: re.Pattern[str]
    replacement: str = WILDCARD


_PHRASES = (
    _Phrase("\0e", re.compile(rf"^(?:{'|'.join(LAST_WORDS)})\W*$", re.IGNORECASE), REASON),
    _Phrase(
        "\0t",
        re.compile(r"^(?:statement:|query:|execute)$", re.IGNORECASE),
        re.compile(rf"\b((?:statement|query|execute \S+): +)(?:{_SQL})\b.*", re.IGNORECASE),
        rf"\1{WILDCARD}",
    ),
    _Phrase(
        "\0h",
        re.compile(rf"^(?:<0>)?{_MONTH}$"),
        re.compile(rf"^(?:<0>)?{_MONTH} +0 0:0:0 [\w.:-]+(?= )"),
    ),
    _Phrase(
        "\0a",
        re.compile(r"HTTP/0\.0\"$"),
        re.compile(r"HTTP/0\.0\" 0 (?:0|-) \"[^\"]*\" \"[^\"]*\""),
        f'HTTP/0.0" 0 {WILDCARD}',
    ),
    _Phrase(
        "\0d",
        re.compile(rf"\b{_MONTH}$"),
        re.compile(
            rf"\b(?=[{_FIRST_OF_DATE}])(?:{_DAY},?\s+)?(?:0\s+)?{_MONTH}\s+0(?:\s*,?\s+0(?!:))?(?:\s+{_CLOCK})?(?:\s+[A-Z]{{3,4}})?(?:\s+0\b)?"
        ),
    ),
    _Phrase("\0c", re.compile(rf"0/{_MONTH}/0:"), re.compile(rf"0/{_MONTH}/0:{_CLOCK}(?:\s[+-]0)?")),
    _Phrase("\0o", re.compile(rf"0-{_MONTH}-0"), re.compile(rf"0-{_MONTH}-0(?:[ T:]{_CLOCK})?")),
    _Phrase(
        "\0m",
        re.compile(rf"\b(?:{'|'.join(METHODS)})$"),
        re.compile(rf"/(?:{_AFTER_METHOD})[^\s\"']*"),
    ),
    _Phrase("\0s", re.compile(rf"^{_UNIT}"), re.compile(rf"0(?:\.0)? {_UNIT}")),
    _Phrase(
        "\0u",
        re.compile(r"\buser$", re.IGNORECASE),
        re.compile(rf"(?<=\buser )(?!(?:{_AFTER_USER})\b)[\w.$-]+(?![\w(:=@])", re.IGNORECASE),
    ),
)
_QUOTED = re.compile(r"=[\"']")
_QUOTED_MARK = "\0q"
_SPEAKING_FIELD = re.compile(rf"(?<![\w.-])(?:{SPEAKING})=")
_STATEMENTS = ("statement:", "STATEMENT:", "query:", "QUERY:", "execute")
_ENDS = (*_MONTHS, *_STATEMENTS, *METHODS, 'HTTP/0.0"', "user", "User", "USER")
_AFTER_REASON = "\"')].,;"
_DATE = re.compile(rf"0[/-]{_MONTH}[/-]0")
_SIZE = re.compile(_UNIT)


def marks_of(word: str) -> str:
    """Return a mark for each phrase that a word may belong to."""
    marks: list[str] = []
    may_be_date = "0/" in word or "0-" in word
    may_be_reason = word.lower().rstrip(_AFTER_REASON) in LAST_WORDS
    if may_be_reason or word.endswith(_ENDS) or _SIZE.match(word) or (may_be_date and _DATE.search(word)):
        marks = [each.mark for each in _PHRASES if each.word.search(word)]
    if "=" in word:
        marks += [_QUOTED_MARK] if _QUOTED.search(word) else []
        marks += [MESSAGE_MARK] if _SPEAKING_FIELD.search(word) else []
    return "".join(marks)


def mask_phrases(key: str, marks: str) -> str:
    """Replace the phrases that are marked, where they are really there, with the wildcard.

    >>> mask_phrases("user ann sent 0.0 KB", marks_of("user") + marks_of("KB")).replace(WILDCARD, "<*>")
    'user <*> sent <*>'
    """
    for each in _PHRASES:
        if each.mark in marks:
            key = each.pattern.sub(each.replacement, key)
    return mask_quoted_fields(key) if _QUOTED_MARK in marks else key
