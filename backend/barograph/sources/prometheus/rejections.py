"""What Prometheus says when it does not answer, in the words of ``barograph.errors``."""

import msgspec

from barograph.errors import (
    SourceError,
    SourceRejectedQuery,
    SourceTimeout,
    SourceUnavailable,
    TooManySeries,
)
from barograph.sources.http import HttpAnswer, error_of_status

__all__ = ["error_of_answer"]


class _Refusal(msgspec.Struct):
    error_type: str = msgspec.field(name="errorType")
    error: str = ""


_REFUSAL = msgspec.json.Decoder(_Refusal)
_TOO_MUCH = (
    "too many samples",
    "exceeded maximum resolution",
    "the max number of",
    "max-series",
    "chunks limit",
)
# Thanos calls it a failure of the query when one of its stores fails and partial answers are off.
_STORE_FAILED = ("rpc error: code =", "receive series from", "failed to receive any data", "fetch series")


def error_of_answer(answer: HttpAnswer) -> SourceError:
    """Read the error that Prometheus and its kin put into the body of a bad status."""
    try:
        refusal = _REFUSAL.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return error_of_status(answer)
    detail: dict[str, object] = {
        "url": answer.url,
        "status": answer.status,
        "error_type": refusal.error_type,
        "answer": refusal.error,
    }
    if any(words in refusal.error for words in _TOO_MUCH):
        return TooManySeries(
            f"The data source itself refuses so much at once: {refusal.error}. Aggregate the query, or raise "
            "the limit of the data source (Prometheus: --query.max-samples).",
            detail=detail | {"setting": "--query.max-samples"},
        )
    if refusal.error_type in ("timeout", "canceled"):
        return SourceTimeout(
            f"The data source gave up on the query: {refusal.error}. Narrow it, or lengthen its step.",
            detail=detail,
        )
    if any(words in refusal.error for words in _STORE_FAILED):
        return SourceUnavailable(
            f"A store behind the data source failed: {refusal.error}. Look at its log.", detail=detail
        )
    if refusal.error_type in ("bad_data", "execution"):
        return SourceRejectedQuery(f"The data source refused the query: {refusal.error}.", detail=detail)
    return error_of_status(answer)
