"""Contexts: places of a signature where a word is nearly always a value, by what stands around it.

Counted over 38,000 logging statements of ten programs in C, Java, Python and Go: places where an argument may
be a word, and pairs of statements that differ in one word. After the colon or the sign that ends a name,
inside quotes, after a noun such as "queue", or where the word looks like an identifier, arguments outnumber
such pairs twenty times and more; alone in brackets, between commas and after a preposition where the phrase
ends, five times and more.
"""

from enum import Enum, auto
from functools import lru_cache

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.lexicon import NAMING_WORDS, NEVER_VALUES, PLAIN_VALUES, PREPOSITIONS
from barograph.sources.logs.mining.spans import MESSAGE_FIELDS, message_in
from barograph.sources.logs.mining.tokens import SEPARATORS, Signature, frame_of

__all__ = ["is_code_name", "is_identifier", "is_plain_value", "is_prose", "value_places"]

_END = ""
_SIGNS = frozenset("=:")
_AFTER_VALUE = frozenset((",", ";", ")", "]", "}", ">", _END))
_OF_CLASS = (":", ":")
_QUOTES = frozenset("\"'")
_CLOSING = {"(": ")", "[": "]", "<": ">"}
_MESSAGES = frozenset((name,) for name in MESSAGE_FIELDS)
_NO_WORDS = SEPARATORS | {WILDCARD}
# Protocols name what they do in capitals, too: "sending PING to"; there the sentence goes on.
_AFTER_CAPITALS = SEPARATORS | {_END}


class _Kind(Enum):
    """What a word is where a value may be: never one, prose, in capitals, an identifier, or always one."""

    NEVER = auto()
    PROSE = auto()
    CAPITALS = auto()
    IDENTIFIER = auto()
    ALWAYS = auto()


@lru_cache(20_000)
def value_places(shape: Signature) -> tuple[int, ...]:
    """Return the places whose words are nearly always values; the first is none of them.

    >>> value_places(tuple("state of queue orders : DRAINING".split()))
    (3, 5)
    """
    last = message_in(shape)[1] - 1
    found = [
        place
        for place in range(1, len(shape))
        if (word := shape[place]) not in _NO_WORDS
        and (
            _is_value_behind_sign(shape, place, last)
            if shape[place - 1] in SEPARATORS
            else _is_value_behind_word(shape[place - 1], word, shape[place + 1] if place < last else _END)
        )
    ]
    frame = frame_of(shape) if found else frozenset()
    return tuple([place for place in found if place not in frame])


def is_identifier(word: str) -> bool:
    """Tell whether a word looks like a name that a program gave, not like prose."""
    inner = word[1:]
    return not word.replace("'", "").isalpha() or (inner != inner.lower() and inner != inner.upper())


def is_prose(word: str) -> bool:
    """Tell whether a word belongs to sentences: a form of a verb, or a word that is never a value."""
    small = word.lower()
    return small in NEVER_VALUES or (small.isalpha() and small.endswith(("ed", "ing")))


def is_plain_value(word: str) -> bool:
    """Tell whether a word is a value wherever it stands, as ``true`` is."""
    return word.lower() in PLAIN_VALUES


def is_code_name(word: str) -> bool:
    """Tell whether a word is written as classes and functions are, which statements name in their prose."""
    return "_" in word or (word.isalpha() and is_identifier(word))


def _is_value_behind_sign(shape: Signature, place: int, last: int) -> bool:
    sign, after = shape[place - 1], shape[place + 1] if place < last else _END
    is_message = sign == "=" and shape[place - 2 : place - 1] in _MESSAGES
    if is_message or shape[place - 2 : place] == _OF_CLASS:
        return False
    if sign in _SIGNS and (after in _AFTER_VALUE or shape[place + 2 : place + 3] == ("=",) == (sign,)):
        return True
    if sign in _QUOTES and after == sign and shape[:place].count(sign) % 2:
        return True
    if _CLOSING.get(sign) == after:
        return not is_code_name(shape[place])
    kind = _kind_of(shape[place])
    if sign == ",":
        return kind is not _Kind.NEVER and (kind is not _Kind.PROSE or after in (",", _END))
    return kind is _Kind.ALWAYS


def _is_value_behind_word(before: str, word: str, after: str) -> bool:
    kind = _kind_of(word)
    if kind is _Kind.CAPITALS:
        if after in _AFTER_CAPITALS:
            return True
    elif kind is not _Kind.PROSE:
        return kind is not _Kind.NEVER
    naming = before if before.islower() else before.lower()
    if naming in PREPOSITIONS:
        return after == _END or after in _NO_WORDS or after in NEVER_VALUES
    return naming in NAMING_WORDS and _ends_name(after)


def _ends_name(after: str) -> bool:
    """Tell whether what follows a word goes on with the sentence, not with the name that it begins."""
    return after == _END or after in _NO_WORDS or _kind_of(after) is not _Kind.PROSE


@lru_cache(50_000)
def _kind_of(word: str) -> _Kind:
    if is_plain_value(word):
        return _Kind.ALWAYS
    if len(word) > 1 and not is_code_name(word):
        if word.isupper():
            return _Kind.CAPITALS
        if not word.replace("'", "").isalpha():
            return _Kind.IDENTIFIER
    is_never = word in NEVER_VALUES or word.lower() in NAMING_WORDS or word.endswith(("ed", "ing"))
    return _Kind.NEVER if is_never else _Kind.PROSE
