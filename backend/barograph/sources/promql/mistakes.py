"""Where a PromQL expression goes wrong: the parser says what, not where."""

import promql_parser

from barograph.sources.promql.tokens import Token, cut_into_tokens

__all__ = ["find_mistake", "in_words_of_the_parser", "parse_error"]

_OLD_NAMES = {"holt_winters": "double_exponential_smoothing"}
_CLOSERS = {"(": ")", "{": "}", "[": "]"}
_FILLERS = (
    *("", " x", " (x)", "()", " (a)", " (a) (x)", " (a) x", " 5m", '="v"', ' "v"', ' a="v"', "x[5m]"),
    *(" start()", "=1", " 1"),
)
_MEANING = (
    *("expected type", "argument", "number of arguments", "unknown function", "must ", "set operator"),
    *("set twice", "bool modifier", "illegal regex", "duration must be", "not allowed", "no expression"),
)
"""Words in what the parser says about an expression whose form is right."""


def parse_error(text: str) -> str | None:
    """Return what the parser has against an expression, None where it has nothing."""
    try:
        promql_parser.parse(in_words_of_the_parser(text))
    except ValueError as error:
        return str(error)
    return None


def in_words_of_the_parser(text: str) -> str:
    """Return an expression with what the parser misreads written in another way.

    It looks for escapes between backticks, and knows a function of Prometheus 2 by its new name only.
    """
    pieces, end = [], 0
    for token in cut_into_tokens(text):
        pieces += [text[end : token.position], _reword(token)]
        end = token.end
    return "".join([*pieces, text[end:]])


def _reword(token: Token) -> str:
    if token.kind == "string" and token.text.startswith("`"):
        inner = token.text[1:-1].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{inner}"'
    return _OLD_NAMES.get(token.text, token.text)


def find_mistake(text: str, message: str) -> int:
    """Return the position of the first character that the parser's message is about."""
    tokens = cut_into_tokens(text)
    wrong = next((token for token in tokens if token.kind == "wrong"), None)
    if wrong is not None:
        return wrong.position
    return _find_call(text, tokens, message) if _is_about_meaning(message) else _find_break(text, tokens)


def _find_break(text: str, tokens: list[Token]) -> int:
    """Return the first word after which nothing can be added to make the expression right."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if _can_be_continued(text, tokens[: middle + 1]):
            low = middle + 1
        else:
            high = middle
    return tokens[low].position if low < len(tokens) else len(text)


def _can_be_continued(text: str, tokens: list[Token]) -> bool:
    closers: list[str] = []
    for token in tokens:
        if token.text in _CLOSERS:
            closers.append(_CLOSERS[token.text])
        elif token.text in _CLOSERS.values() and (not closers or closers.pop() != token.text):
            return False
    start, end = text[: tokens[-1].end], "".join(reversed(closers))
    errors = (parse_error(start + filler + end) for filler in _FILLERS)
    return any(error is None or _is_about_meaning(error) for error in errors)


def _find_call(text: str, tokens: list[Token], message: str) -> int:
    """Return the start of the innermost call or selector that is refused for the same reason."""
    for position, token in reversed(list(enumerate(tokens))):
        if token.kind == "word" or token.text in _CLOSERS:
            end = _end_of_piece(tokens, position)
            if end is not None and parse_error(text[token.position : end]) == message:
                return token.position
    return 0


def _end_of_piece(tokens: list[Token], start: int) -> int | None:
    depth = 0
    for token in tokens[start:]:
        if token.text in _CLOSERS:
            depth += 1
        elif token.text in _CLOSERS.values():
            depth -= 1
            if depth <= 0:
                return token.end
    return None


def _is_about_meaning(message: str) -> bool:
    return any(words in message for words in _MEANING)
