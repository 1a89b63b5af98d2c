"""What Loki says when it does not answer, in the words of ``barograph.errors``."""

import re

from barograph.errors import SourceError, SourceRejectedQuery, SourceTimeout, TooManySeries
from barograph.sources.http import HttpAnswer, error_of_status

__all__ = ["error_of_answer"]

_SHOWN_CHARACTERS = 500
_POSITION = re.compile(r"parse error at line (\d+), col (\d+): (.*)")
_TOO_MUCH = {
    "max_entries_limit": "max_entries_limit_per_query",
    "maximum of series": "max_query_series",
    "maximum resolution": "step of the query",
    "time range exceeds the limit": "max_query_length",
    "query too large": "max_query_bytes_read",
    "would read too many bytes": "max_query_bytes_read",
}


def error_of_answer(answer: HttpAnswer) -> SourceError:
    """Read the sentence, plain or in JSON, that Loki puts into the body of a bad status."""
    words = answer.text(_SHOWN_CHARACTERS)
    detail: dict[str, object] = {"url": answer.url, "status": answer.status, "answer": words}
    if answer.status not in (400, 422, 500):
        return error_of_status(answer)
    for sign, setting in _TOO_MUCH.items():
        if sign in words:
            return TooManySeries(
                f"Loki itself refuses so much at once: {words}. Narrow the query, or raise Loki's {setting}.",
                detail=detail | {"setting": setting},
            )
    if "deadline exceeded" in words or "context canceled" in words:
        return SourceTimeout(
            f"Loki gave up on the query: {words}. Narrow it, or shorten its range.", detail=detail
        )
    if answer.status == 500:
        return error_of_status(answer)
    place = _POSITION.search(words)
    if place is not None:
        reason = place[3].rstrip('"} ')
        # Some versions count lines from 0.
        line, column = max(1, int(place[1])), int(place[2])
        return SourceRejectedQuery(
            f"The LogQL is wrong in line {line}, column {column}: {reason}.",
            detail=detail | {"line": line, "column": column, "reason": reason},
        )
    return SourceRejectedQuery(f"Loki refused the query: {words}", detail=detail)
