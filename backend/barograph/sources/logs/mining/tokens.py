"""Tokens: words, separators and wildcards, and signatures made of them, with what repeats folded."""

import re
from itertools import repeat
from operator import eq

from barograph.sources.logs.mining.keys import NUMBER, WILDCARD

__all__ = [
    "METHODS",
    "MOST_TOKENS",
    "SEPARATORS",
    "STEADY_FIELDS",
    "TAIL",
    "Signature",
    "cut",
    "fold",
    "frame_of",
    "generalise",
    "is_one_token",
    "skeleton_of",
    "text_of",
    "word_places",
]

Signature = tuple[str, ...]

MOST_TOKENS = 256
TAIL = "\x1b"
"""Stands for all that follows, however many words it has."""

SEPARATORS = frozenset(f"=:,()[]{{}}\"';|<>`{TAIL}")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE")
_LETTERS = {separator: separator for separator in SEPARATORS}
_TOKEN = re.compile(
    r"[=:,()\[\]{}\"';|<>`]|[^\s=:,()\[\]{}\"';|<>`]+(?:(?<=[A-Za-z])'(?:t|s|re|ve|ll|d|m)(?!\w))?"
)
_CONSTANT_OF_CODE = re.compile(rf"{NUMBER}(?:_[A-Z]{{2,}}){{2,}}")
_BETWEEN = re.compile(r"[=:,()\[\]{}\"';|<>`]|\.\.")
_DOT_LEADER = re.compile(r"\.{2,}")
_WILDCARDS = re.compile(rf"{WILDCARD}(?: (?:(?:[,;|=/.+-]|--) )?{WILDCARD})+")
_WILDCARDS_OF_WORD = re.compile(rf"{WILDCARD}(?: [:,;|=/.+-] {WILDCARD})+")
_QUOTED = (
    (re.compile(r'" ([^"]*) "'), r'"\1"'),
    (re.compile(r"' ([^']*) '"), r"'\1'"),
    (re.compile(r"` ([^`']*) '"), r"`\1'"),
)
_LONGEST_REPEAT = 5
STEADY_FIELDS = ("level", "lvl", "severity", "levelname", "log.level", "loglevel", "logger", "caller")
"""Names of fields whose values are neither variables nor prose: how grave a line is, and who says it."""


def word_places(signature: Signature) -> list[int]:
    """Return where the words are: what is neither separator nor wildcard."""
    return [place for place, token in enumerate(signature) if token not in SEPARATORS and token != WILDCARD]


def is_one_token(word: str) -> bool:
    """Tell whether a word without blanks is not cut any further."""
    return _BETWEEN.search(word) is None


def cut(masked: str) -> str:
    """Cut a masked word into words, separators and wildcards, with blanks between.

    >>> cut("(size=0)").replace(WILDCARD, "<*>")
    '( size = <*> )'
    """
    if ".." in masked:
        masked = _DOT_LEADER.sub(" .. ", masked)
    tokens = _TOKEN.findall(masked)
    text = " ".join(
        [token if token.isalpha() or token in SEPARATORS else generalise(token) for token in tokens]
    )
    return _WILDCARDS_OF_WORD.sub(WILDCARD, text) if text.count(WILDCARD) > 1 else text


def fold(text: str) -> Signature:
    """Collapse wildcards that stand beside each other, and groups with a wildcard that repeat."""
    if text.count(WILDCARD) < 2:
        return tuple(text.split()[:MOST_TOKENS])
    tokens = _WILDCARDS.sub(WILDCARD, text).split()[:MOST_TOKENS]
    return tuple(_drop_repeats(tokens))


def skeleton_of(signature: Signature) -> str:
    """Return the separators of a signature with one letter for anything between them."""
    return "".join(map(_LETTERS.get, signature, repeat("w")))


def frame_of(signature: Signature) -> frozenset[int]:
    """Return the places of a line of fields that are neither value nor prose: names, level and logger.

    >>> sorted(frame_of(tuple("level = info msg = started".split())))
    [0, 2, 3]
    """
    if len(signature) < 3 or signature[1] != "=":
        return frozenset()
    names = [place for place, following in enumerate(signature[1:]) if following == "=" != signature[place]]
    steady = [place + 2 for place in names if signature[place].lower() in STEADY_FIELDS]
    return frozenset((*names, *steady))


def text_of(signature: Signature) -> str:
    """Write a signature as people read it, with ``<*>`` for a wildcard."""
    text = " ".join(
        "<*>" if token in (WILDCARD, TAIL) else token.replace(NUMBER, "<*>") for token in signature
    )
    text = re.sub(r" ([=,:;)\]}])", r"\1", text)
    text = re.sub(r"([=(\[{]) ", r"\1", text)
    for pattern, replacement in _QUOTED:
        text = pattern.sub(replacement, text)
    return re.sub(r"< (\w+(?: \w+)?) >", r"<\1>", text)


def generalise(word: str) -> str:
    """Return the wildcard for a word with a number, unless it is a constant as ``SSH2_MSG_DEBUG`` is."""
    if NUMBER in word or WILDCARD in word or word.count("\\") > 1:
        return word if _CONSTANT_OF_CODE.fullmatch(word) else WILDCARD
    return word.rstrip(".") or word


def _drop_repeats(tokens: list[str]) -> list[str]:
    wildcards = _places_of_wildcards(tokens)
    for size in range(2, _LONGEST_REPEAT + 1):
        # What repeats holds a wildcard, so there is another one as many places further on.
        if wildcards & (wildcards >> 8 * size):
            is_equal = bytes(map(eq, tokens, tokens[size:]))
            if b"\x01" * size in is_equal:
                _drop_repeats_of(tokens, size)
                wildcards = _places_of_wildcards(tokens)
    return tokens


def _places_of_wildcards(tokens: list[str]) -> int:
    """Return a number with a byte for each token, 1 where it is a wildcard."""
    return int.from_bytes(bytes(map(WILDCARD.__eq__, tokens)))


def _drop_repeats_of(tokens: list[str], size: int) -> None:
    position = 0
    while position + 2 * size <= len(tokens):
        group = tokens[position : position + size]
        if WILDCARD in group:
            while tokens[position + size : position + 2 * size] == group:
                del tokens[position + size : position + 2 * size]
        position += 1
