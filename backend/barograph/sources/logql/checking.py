"""Is this LogQL? Its form is checked here; its meaning by Loki, where one can be asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from barograph.config.detector import QueryMode
from barograph.errors import SourceRejectedQuery, ValidationFailed

__all__ = ["validate_logql"]

_TOKEN = re.compile(
    r"(?P<space>\s+|#[^\n]*)|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)|(?P<open>[({\[])|(?P<close>[)}\]])"
    r"|(?P<quote>[\"`])|(?P<word>[\w.:]+)|(?P<sign>[^\w\s])"
)
_CLOSERS = {"(": ")", "{": "}", "[": "]"}
_MATCHER = re.compile(r"[a-zA-Z_]\w*\s*(=~|!~|!=|=)\s*(\"(?:[^\"\\]|\\.)*\"|`[^`]*`)\s*")
_MATCHES_NOTHING = (".*", ".?", "")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def validate_logql(text: str, mode: QueryMode, ask: Callable[[str], str] | None = None) -> None:
    """Refuse what is not LogQL of the wanted kind, with the position of the mistake.

    ``ask`` is Loki's own ``format_query``. A metric query returns numbers over ranges; templates and
    categories are counted from a query for lines.

    >>> validate_logql('sum(rate({app="shop"} |= "error" [5m]))', "metric")
    """
    tokens = [_Token(str(match.lastgroup), match[0], match.start()) for match in _TOKEN.finditer(text)]
    tokens = [token for token in tokens if token.kind != "space"]
    _check_pairs(text, tokens)
    _check_selectors(text, tokens)
    _check_kind(text, tokens, mode)
    if ask is not None:
        try:
            ask(text)
        except SourceRejectedQuery as error:
            raise ValidationFailed(
                error.message, detail={**error.detail, "field": "query.expression"}
            ) from error


def _check_pairs(text: str, tokens: list[_Token]) -> None:
    waiting: list[_Token] = []
    for token in tokens:
        if token.kind == "quote":
            raise _refusal(text, token.position, "the text that begins here has no end")
        if token.kind == "open":
            waiting.append(token)
        elif token.kind == "close" and (not waiting or _CLOSERS[waiting.pop().text] != token.text):
            raise _refusal(text, token.position, f"`{token.text}` closes nothing")
    if waiting:
        wanted = _CLOSERS[waiting[-1].text]
        raise _refusal(text, waiting[-1].position, f"`{waiting[-1].text}` is not closed with `{wanted}`")


def _check_selectors(text: str, tokens: list[_Token]) -> None:
    opening = [token for token in tokens if token.text == "{"]
    if not opening:
        raise _refusal(text, 0, 'there is no stream selector such as {app="shop"}')
    for token in opening:
        end = next(each.position for each in tokens if each.text == "}" and each.position > token.position)
        _check_matchers(text, token.position, text[token.position + 1 : end])


def _check_matchers(text: str, position: int, inside: str) -> None:
    place, is_bound = 0, False
    while place < len(inside):
        place += len(inside) - place - len(inside[place:].lstrip())
        match = _MATCHER.match(inside, place)
        if match is None:
            break
        value = match[2][1:-1]
        is_bound = is_bound or (match[1] in ("=", "=~") and value not in _MATCHES_NOTHING)
        place = match.end()
        if inside[place : place + 1] == ",":
            place += 1
    if place < len(inside.rstrip()):
        raise _refusal(text, position + 1 + place, 'a matcher such as app="shop" is expected')
    if not is_bound:
        raise _refusal(text, position, "at least one label must equal or match a text that is not empty")


def _check_kind(text: str, tokens: list[_Token], mode: QueryMode) -> None:
    is_metric = tokens[0].text != "{"
    if mode == "metric" and not is_metric:
        raise _refusal(text, 0, "it returns lines; count them with rate(... [5m]), or choose mode: templates")
    if mode != "metric" and is_metric:
        raise _refusal(
            text, 0, f"mode: {mode} counts lines itself; give a query for lines, without a function"
        )
    if mode == "metric" and not any(token.text == "[" for token in tokens):
        raise _refusal(text, len(text), "a metric needs a range such as [5m]")


def _refusal(text: str, position: int, reason: str) -> ValidationFailed:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    detail: dict[str, object] = {"field": "query.expression", "position": position}
    return ValidationFailed(
        f"The LogQL is wrong in line {line}, column {column}: {reason}.",
        detail=detail | {"line": line, "column": column, "reason": reason},
    )
