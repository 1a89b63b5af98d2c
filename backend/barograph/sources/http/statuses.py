"""Statuses other than 2xx, in the words of ``barograph.errors``."""

from email.utils import parsedate_to_datetime
from time import time

from barograph.errors import (
    SourceError,
    SourceMisconfigured,
    SourceRejectedQuery,
    SourceThrottled,
    SourceTimeout,
    SourceUnavailable,
)
from barograph.sources.http.answer import HttpAnswer

__all__ = ["error_of_status", "retry_after_seconds"]

_SHOWN_CHARACTERS = 300


def error_of_status(answer: HttpAnswer) -> SourceError:
    """Say what a status other than 2xx means."""
    words = answer.text(_SHOWN_CHARACTERS)
    detail: dict[str, object] = {"url": answer.url, "status": answer.status, "answer": words}
    wait = retry_after_seconds(answer)
    if answer.status in _WRONG_ADDRESS or 300 <= answer.status < 400:
        where = answer.headers.get("Location")
        hint = f"It points to {where}: use that address." if where else "Check the path in its address."
        return SourceMisconfigured(
            f"There is no such API at {answer.url} (status {answer.status}). {hint}", detail=detail
        )
    kind, sentence = _MEANING.get(answer.status, _by_class(answer.status))
    message = sentence.format(url=answer.url, status=answer.status, words=words)
    return kind(message, detail=detail, retry_after_seconds=wait)


def retry_after_seconds(answer: HttpAnswer) -> float | None:
    """Read Retry-After, given in seconds or as a date."""
    text = answer.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time()) if text else None
    except ValueError:
        return None


_WRONG_ADDRESS = (404, 405)
_DENIED = (
    SourceMisconfigured,
    "{url} refuses our credentials ({status}). Correct auth or tenant of the source.",
)
_SLOW = (SourceTimeout, "{url} gave up on the query ({status}). Narrow it, or lengthen its step.")
_MEANING: dict[int, tuple[type[SourceError], str]] = {
    401: _DENIED,
    403: _DENIED,
    408: _SLOW,
    429: (SourceThrottled, "{url} asks us to slow down (429). Choose longer steps or fewer detectors."),
    504: _SLOW,
}


def _by_class(status: int) -> tuple[type[SourceError], str]:
    if status >= 500:
        return SourceUnavailable, "{url} failed with status {status}. Look at its log."
    return SourceRejectedQuery, "{url} refused the query ({status}): {words}"
