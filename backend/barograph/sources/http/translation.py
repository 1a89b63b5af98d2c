"""Errors of requests, urllib3 and the socket, in the words of ``barograph.errors``."""

import ssl
from socket import gaierror

import requests
import urllib3

from barograph.errors import (
    SourceAnswerInvalid,
    SourceError,
    SourceMisconfigured,
    SourceTimeout,
    SourceUnavailable,
)

__all__ = ["FOREIGN_ERRORS", "translate"]

FOREIGN_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""What requests, urllib3 and the socket below them raise while talking to a server."""

_SHOWN_CHARACTERS = 300


def translate(error: BaseException, url: str, timeout_seconds: float, is_over: bool) -> SourceError:
    """Say in our words why the exchange with ``url`` failed."""
    causes = _causes(error)
    if is_over or any(_is_timeout(cause) for cause in causes):
        return SourceTimeout(
            f"{url} did not answer within {timeout_seconds:g} s. Narrow the query, or raise the time-out of "
            "the source.",
            detail={"url": url, "timeout_seconds": timeout_seconds},
        )
    if any(isinstance(cause, ssl.SSLError | requests.exceptions.SSLError) for cause in causes):
        return _misconfigured(
            url, "its TLS certificate is not accepted", error, "Check tls.ca_file and the host."
        )
    if any(isinstance(cause, gaierror | urllib3.exceptions.NameResolutionError) for cause in causes):
        return SourceUnavailable(
            f"The host name of {url} can't be resolved. Check the address of the source and the DNS.",
            detail={"url": url, "reason": "dns"},
        )
    if any(isinstance(cause, _INCOMPLETE) for cause in causes):
        return SourceAnswerInvalid(
            f"The answer of {url} broke off. Check the proxy in front of the source and its write time-out.",
            detail={"url": url, "reason": str(error)[:_SHOWN_CHARACTERS]},
        )
    if isinstance(error, _BAD_ADDRESS) or type(error) in (OSError, ValueError, FileNotFoundError):
        return _misconfigured(
            url, "it can't be asked", error, "Check its address, headers and certificate files."
        )
    return SourceUnavailable(
        f"{url} can't be reached: {_last_words(causes)}. Check that it runs and that its address is right.",
        detail={"url": url, "reason": str(error)[:_SHOWN_CHARACTERS]},
    )


_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_INCOMPLETE = (urllib3.exceptions.IncompleteRead, urllib3.exceptions.InvalidChunkLength)
_BAD_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidHeader,
    UnicodeError,
)


def _is_timeout(cause: BaseException) -> bool:
    # A refused connection counts as a time-out among urllib3's classes.
    is_refused = isinstance(cause, urllib3.exceptions.NewConnectionError)
    return isinstance(cause, _TIMEOUTS) and not is_refused


def _misconfigured(url: str, what: str, error: BaseException, remedy: str) -> SourceMisconfigured:
    return SourceMisconfigured(
        f"{url} can't be used: {what}. {remedy}",
        detail={"url": url, "reason": str(error)[:_SHOWN_CHARACTERS]},
    )


def _causes(error: BaseException) -> list[BaseException]:
    """Return the error and everything that is wrapped in it, outermost first."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, BaseException) and item not in found:
            found.append(item)
            waiting += [*item.args, getattr(item, "reason", None), item.__cause__, item.__context__]
    return found


def _last_words(causes: list[BaseException]) -> str:
    system = [cause for cause in causes if isinstance(cause, OSError) and cause.strerror]
    return str(system[-1].strerror if system else causes[-1])[:_SHOWN_CHARACTERS]
