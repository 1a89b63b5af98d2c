"""Is this PromQL, and does it give the same value for a moment whenever it is asked?"""

from itertools import pairwise

import promql_parser

from barograph.errors import ValidationFailed
from barograph.sources.promql.mistakes import find_mistake, in_words_of_the_parser, parse_error
from barograph.sources.promql.tokens import cut_into_tokens

__all__ = ["validate_promql"]

_UNKNOWN_DIALECT = (
    "Where the source speaks more than our parser knows (MetricsQL, a newer PromQL), give the source "
    "check_expressions: false"
)
_NO_SERIES = {
    promql_parser.MatrixSelector: "a range of samples; wrap it in a function such as rate(...[5m])",
    promql_parser.SubqueryExpr: "a range of samples; wrap it in a function such as max_over_time(...)",
    promql_parser.StringLiteral: "a text; write an expression that returns numbers",
}


def validate_promql(text: str) -> None:
    """Refuse what is not PromQL, or can't be evaluated over a range, with the position of the mistake.

    >>> validate_promql("sum by (job) (rate(http_requests_total[5m]))")
    """
    message = parse_error(text)
    if message is not None:
        raise _refusal(text, find_mistake(text, message), f"{message.rstrip('.')}. {_UNKNOWN_DIALECT}")
    kind = type(promql_parser.parse(in_words_of_the_parser(text)))
    if kind in _NO_SERIES:
        raise _refusal(text, 0, f"it returns {_NO_SERIES[kind]}")
    _refuse_moving_times(text)


def _refuse_moving_times(text: str) -> None:
    """Refuse ``@ start()`` and ``@ end()``: the value of a moment would depend on who asks, and when."""
    tokens = cut_into_tokens(text)
    for sign, word in pairwise(tokens):
        if sign.text == "@" and word.text in ("start", "end"):
            raise _refusal(
                text,
                sign.position,
                f"`@ {word.text}()` gives other values for the same moment in each request; "
                "use `offset` or a fixed time",
            )


def _refusal(text: str, position: int, reason: str) -> ValidationFailed:
    line = text.count("\n", 0, position) + 1
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    near = text[position : position + 20].partition("\n")[0]
    place = f"near `{near}`" if near else "at its end"
    return ValidationFailed(
        f"The PromQL is wrong in line {line}, column {column}, {place}: {reason}.",
        detail={
            "field": "query.expression",
            "position": position,
            "line": line,
            "column": column,
            "reason": reason,
        },
    )
