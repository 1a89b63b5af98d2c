"""Signatures: a masked key cut into words, separators and wildcards, with what repeats folded."""

import re
from operator import eq

from barograph.sources.logs.mining.fields import flatten
from barograph.sources.logs.mining.keys import NUMBER, WILDCARD
from barograph.sources.logs.mining.masks import mask

__all__ = ["SEPARATORS", "Signature", "fold", "signature_of", "skeleton_of", "text_of"]

Signature = tuple[str, ...]

SEPARATORS = frozenset("=:,()[]{}\"';|<>")
_TOKEN = re.compile(r"[=:,()\[\]{}\"';|<>]|[^\s=:,()\[\]{}\"';|<>]+")
_DOT_LEADER = re.compile(r"\.{2,}")
_JOINERS = frozenset([":", ",", ";", "|", "=", "-", "/", "--", ".", "+"])
_LONGEST_REPEAT = 5
_MOST_TOKENS = 256


def signature_of(key: str) -> Signature:
    """Cut a key into words, separators and wildcards.

    >>> text_of(signature_of("sent 0 bytes (0.0 KB) to 0.0.0.0:0"))
    'sent <*> bytes (<*>) to <*>'
    """
    masked = mask(flatten(key) if key.startswith("{") else key)
    if ".." in masked:
        masked = _DOT_LEADER.sub(" .. ", masked)
    words = _TOKEN.findall(masked)[:_MOST_TOKENS]
    return fold([word if word.isalpha() or word in SEPARATORS else _generalise(word) for word in words])


def fold(tokens: list[str]) -> Signature:
    """Collapse wildcards that stand beside each other, and groups with a wildcard that repeat."""
    folded: list[str] = []
    for token in tokens:
        if token == WILDCARD and folded:
            if folded[-1] == WILDCARD:
                continue
            if len(folded) > 1 and folded[-2] == WILDCARD and folded[-1] in _JOINERS:
                folded.pop()
                continue
        folded.append(token)
    return tuple(_drop_repeats(folded) if folded.count(WILDCARD) > 1 else folded)


def skeleton_of(signature: Signature) -> str:
    """Return the separators of a signature with one letter for anything between them."""
    return "".join([token if token in SEPARATORS else "w" for token in signature])


def text_of(signature: Signature) -> str:
    """Write a signature as people read it, with ``<*>`` for a wildcard."""
    text = " ".join("<*>" if token == WILDCARD else token for token in signature)
    text = re.sub(r" ([=,:;)\]}])", r"\1", text)
    text = re.sub(r"([=(\[{]) ", r"\1", text)
    return re.sub(r"< (\w+(?: \w+)?) >", r"<\1>", text)


def _generalise(word: str) -> str:
    if NUMBER in word or WILDCARD in word or word.count("\\") > 1:
        return WILDCARD
    return word.rstrip(".") or word


def _drop_repeats(tokens: list[str]) -> list[str]:
    for size in range(2, _LONGEST_REPEAT + 1):
        is_equal = bytes(map(eq, tokens, tokens[size:]))
        if b"\x01" * size in is_equal:
            _drop_repeats_of(tokens, size)
    return tokens


def _drop_repeats_of(tokens: list[str], size: int) -> None:
    position = 0
    while position + 2 * size <= len(tokens):
        group = tokens[position : position + size]
        if WILDCARD in group:
            while tokens[position + size : position + 2 * size] == group:
                del tokens[position + size : position + 2 * size]
        position += 1
