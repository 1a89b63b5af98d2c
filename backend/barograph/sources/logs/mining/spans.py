"""Spans: what stands in brackets or quotes amid prose is a value, however many words it has."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.tokens import METHODS, MOST_TOKENS

__all__ = ["MESSAGE_FIELDS", "message_in", "open_spans", "prose_in"]

_PAIRS = {"[": "]", "{": "}", "(": ")", '"': '"', "'": "'", "`": "'"}
_BRACKETS = frozenset((*_PAIRS, *_PAIRS.values()))
_ANY = re.compile(r"[\[{(\"'`]")
MESSAGE_FIELDS = frozenset(("msg", "message", "event"))
_FEWEST_WORDS = {"[": 1, "{": 1, "(": 2, '"': 2, "'": 2, "`": 2}
_FEWEST_BEFORE_EXCEPTION = 2
# More than a signature keeps, because spans shrink; few enough that brackets without an end cost little.
_MOST_TOKENS = 2 * MOST_TOKENS
_SHORTEST_WORD = 3
_EMPTY_IS_VALUE = "[{"
_EXCEPTION_ENDS = re.compile(r"(?:Exception|Error|Throwable)(?![^ ])")
_EXCEPTION = re.compile(r"(?:[a-z]\w*\.)+[A-Za-z$]*(?:Exception|Error|Throwable)$")


def open_spans(text: str) -> str:
    """Replace what is in brackets or quotes with the wildcard, and an exception with all that follows.

    >>> open_spans("queue [ a , b ] was moved ( by request )").replace(WILDCARD, "<*>")
    'queue [ <*> ] was moved ( <*> )'
    """
    has_exception = _EXCEPTION_ENDS.search(text) is not None
    if not has_exception and _ANY.search(text) is None:
        return text
    tokens = text.split()[:_MOST_TOKENS]
    start, end = message_in(tokens)
    inner = _cut_exception(tokens[start:end]) if has_exception else tokens[start:end]
    spans = _spans_of(inner)
    if spans:
        within = sum(prose_in(inner[opening + 1 : closing]) for opening, closing in spans)
        around = prose_in(inner) - within
        inner = _replace(inner, [span for span in spans if around >= _FEWEST_WORDS[inner[span[0]]]])
    return " ".join([*tokens[:start], *inner, *tokens[end:]])


def message_in(tokens: Sequence[str]) -> tuple[int, int]:
    """Return where the quoted message of a line of fields begins and ends, else the whole line."""
    if "=" in tokens and '"' in tokens:
        for place in range(len(tokens) - 3):
            if tokens[place + 2] == '"' and tokens[place + 1] == "=" and tokens[place] in MESSAGE_FIELDS:
                return place + 3, len(tokens) - (tokens[-1] == '"')
    return 0, len(tokens)


def _cut_exception(tokens: list[str]) -> list[str]:
    for place, token in enumerate(tokens):
        if "." in token and _EXCEPTION.match(token):
            if prose_in(tokens[:place]) >= _FEWEST_BEFORE_EXCEPTION:
                return [*tokens[:place], WILDCARD]
            return tokens
    return tokens


def _spans_of(tokens: list[str]) -> list[tuple[int, int]]:
    """Return where the outermost brackets and quotes open and close; those that do not close are text."""
    spans: list[tuple[int, int]] = []
    signs = [place for place, token in enumerate(tokens) if token in _BRACKETS]
    number = 0
    while number < len(signs):
        closing = _closing_of(tokens, signs, number) if tokens[signs[number]] in _PAIRS else None
        if closing is not None:
            span = (signs[number], signs[closing])
            if _is_value(tokens, *span):
                spans.append(span)
            number = closing
        number += 1
    return spans


def _is_value(tokens: Sequence[str], opening: int, closing: int) -> bool:
    if closing == opening + 1:
        return tokens[opening] in _EMPTY_IS_VALUE
    return tokens[opening + 1] not in METHODS


def _closing_of(tokens: list[str], signs: list[int], number: int) -> int | None:
    opening = tokens[signs[number]]
    wanted, depth = _PAIRS[opening], 0
    for position in range(number + 1, len(signs)):
        sign = tokens[signs[position]]
        if sign == wanted:
            if depth == 0:
                return position
            depth -= 1
        elif sign == opening:
            depth += 1
    return None


def prose_in(tokens: Sequence[str]) -> int:
    """Count the words of prose, which names and values of fields are not."""
    words = sum(map(_is_prose, tokens))
    if "=" in tokens:
        beside = [word for pair in pairwise(tokens) if "=" in pair for word in pair]
        words -= sum(map(_is_prose, beside))
    return words


@lru_cache(50_000)
def _is_prose(word: str) -> bool:
    return len(word) >= _SHORTEST_WORD and word.isalpha()


def _replace(tokens: list[str], spans: list[tuple[int, int]]) -> list[str]:
    kept: list[str] = []
    last = 0
    for opening, closing in spans:
        kept += [*tokens[last : opening + 1], WILDCARD]
        last = closing
    return kept + tokens[last:]
