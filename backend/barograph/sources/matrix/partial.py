"""Answers that hold a part of the data only: whoever took them for the whole would judge wrong values."""

import re
from collections.abc import Iterable

from barograph.errors import SourceUnavailable

__all__ = ["refuse_partial"]

_SHOWN_CHARACTERS = 300
# Thanos and remote reads answer all the same when one of their stores can't, and warn in its words.
_LOST = re.compile(
    r"rpc error|receive|fetch|partial|deadline|timed? ?out|refused|unavailable|unreachable|connection|reset"
    r"|no such host|broken|\bEOF\b|fail|error",
    re.IGNORECASE,
)
# What is said about the query, and that nobody has such series: neither means that something is lost.
_HARMLESS = ("PromQL ", "No StoreAPIs matched")


def refuse_partial(warnings: Iterable[str], is_partial: bool = False) -> None:
    """Refuse an answer that says of itself, or whose warnings say, that data is missing in it."""
    lost = [warning for warning in warnings if _is_about_lost_data(warning)]
    if not lost and not is_partial:
        return
    words = lost[0][:_SHOWN_CHARACTERS] if lost else "one of its storage nodes does not answer"
    raise SourceUnavailable(
        f"The data source answered with a part of the data only: {words}. Look at the stores behind it.",
        detail={"reason": "partial", "answer": words},
    )


def _is_about_lost_data(warning: str) -> bool:
    return not warning.startswith(_HARMLESS) and _LOST.search(warning) is not None
