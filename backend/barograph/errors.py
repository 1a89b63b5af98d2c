"""The one tree of errors.

BarographError
├── RequestError            the caller must change something
│   ├── ValidationFailed · MalformedJson · NotFound · Conflict · PreconditionFailed · ReadOnly
│   ├── Unauthenticated · Forbidden · RateLimited · PayloadTooLarge · UnsupportedMediaType
│   ├── MethodNotAllowed
│   ├── ProtocolViolation
├── SourceError             a Prometheus or Loki did not give what was asked
│   ├── SourceUnavailable · SourceTimeout · SourceThrottled · SourceMisconfigured
│   ├── SourceAnswerInvalid · SourceRejectedQuery · TooManySeries · ScrapeDown
├── ServiceUnreachable      a client of ours can't reach us
├── DetectionError          the data or the model do not allow an answer
│   ├── NotEnoughData · ModelUnavailable
├── StorageUnavailable      the database is away or busy
└── InternalError           our fault

The docstring of each class says the cause, then the remedy, and is its default message. Foreign errors are
translated where the foreign library is imported, with ``from``.
"""

from typing import ClassVar

__all__ = [
    "BarographError",
    "Conflict",
    "DetectionError",
    "Forbidden",
    "InternalError",
    "MalformedJson",
    "MethodNotAllowed",
    "ModelUnavailable",
    "NotEnoughData",
    "NotFound",
    "PayloadTooLarge",
    "PreconditionFailed",
    "ProtocolViolation",
    "RateLimited",
    "ReadOnly",
    "RequestError",
    "ScrapeDown",
    "ServiceUnreachable",
    "SourceAnswerInvalid",
    "SourceError",
    "SourceMisconfigured",
    "SourceRejectedQuery",
    "SourceThrottled",
    "SourceTimeout",
    "SourceUnavailable",
    "StorageUnavailable",
    "TooManySeries",
    "Unauthenticated",
    "UnsupportedMediaType",
    "ValidationFailed",
]


class BarographError(Exception):
    """Something went wrong. Read the log of the same request id."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False

    def __init__(
        self,
        message: str | None = None,
        *,
        detail: dict[str, object] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        self.message = message or " ".join((self.__doc__ or self.code).split())
        self.detail = detail or {}
        self.retry_after_seconds = retry_after_seconds
        super().__init__(self.message)


class RequestError(BarographError):
    """The request cannot be served as it is. Change it as the detail says."""

    code = "validation_failed"
    status = 400


class ValidationFailed(RequestError):
    """A value in the request breaks a rule. The detail names each field and what it must be."""

    status = 422


class MalformedJson(RequestError):
    """The body is not valid JSON in UTF-8. Check it with a JSON linter and send it again."""

    code = "malformed_json"


class NotFound(RequestError):
    """There is nothing under this name or address. List the collection to see what exists."""

    code = "not_found"
    status = 404


class Conflict(RequestError):
    """The change collides with what exists already. Choose another name or read the current state first."""

    code = "conflict"
    status = 409


class PreconditionFailed(RequestError):
    """Somebody changed this in the meantime. Read it again and repeat the change with the new ETag."""

    code = "precondition_failed"
    status = 412


class ReadOnly(RequestError):
    """This was provisioned from a file and can't be changed here. Change the file; it is reloaded."""

    code = "read_only"
    status = 409


class Unauthenticated(RequestError):
    """The request carries no valid identity. Send an API key or come through Grafana."""

    code = "unauthenticated"
    status = 401


class Forbidden(RequestError):
    """This identity may not do that. Ask an administrator for the role that the detail names."""

    code = "forbidden"
    status = 403


class RateLimited(RequestError):
    """Too many requests from this identity or address. Wait for the time in Retry-After."""

    code = "rate_limited"
    status = 429
    retryable = True


class PayloadTooLarge(RequestError):
    """The body is larger than the limit. Send less at once, or raise api_max_body_bytes."""

    code = "payload_too_large"
    status = 413


class UnsupportedMediaType(RequestError):
    """The body has a content type that is not understood. Send application/json."""

    code = "unsupported_media_type"
    status = 415


class ProtocolViolation(RequestError):
    """The client broke the WebSocket protocol. The close code says how; use another client library."""

    code = "protocol_violation"

    def __init__(self, message: str | None = None, *, close_code: int = 1002) -> None:
        self.close_code = close_code
        super().__init__(message, detail={"close_code": close_code})


class MethodNotAllowed(RequestError):
    """This address does not know the method. The Allow header lists those it knows."""

    code = "method_not_allowed"
    status = 405


class SourceError(BarographError):
    """A data source did not give what was asked. Check its health page."""

    code = "source_unavailable"
    status = 502


class SourceUnavailable(SourceError):
    """The data source can't be reached or answers with an error of its own. Check its address and its log."""

    status = 503
    retryable = True


class SourceTimeout(SourceError):
    """The data source did not answer in time. Narrow the query, or raise the time-out of the source."""

    code = "source_timeout"
    status = 504
    retryable = True


class SourceThrottled(SourceError):
    """The data source, or our budget for it, allows no more queries now. Wait for the time in Retry-After."""

    status = 503
    retryable = True


class SourceMisconfigured(SourceError):
    """Address, credentials or certificate of the data source are wrong. Correct them and test it."""


class SourceAnswerInvalid(SourceError):
    """The data source answered with something that can't be read. Check what stands between us and it."""

    retryable = True


class SourceRejectedQuery(SourceError):
    """The data source refused the query. The detail has its words; correct the expression."""

    code = "source_rejected_query"
    status = 422


class TooManySeries(SourceError):
    """The query returns more than the limit. Aggregate it, or raise the limit that the detail names."""

    code = "too_many_series"
    status = 422


class ScrapeDown(SourceError):
    """Prometheus can't scrape what the series come from. Look at the target that the sentence names."""

    code = "scrape_down"
    retryable = True


class ServiceUnreachable(BarographError):
    """Barograph itself does not answer. Check its address, and that `barograph serve` is running there."""

    code = "service_unreachable"
    status = 503
    retryable = True


class DetectionError(BarographError):
    """The detector can't give an answer now. The detail says what is missing."""

    code = "not_enough_data"
    status = 409


class NotEnoughData(DetectionError):
    """There is too little history to fit or score. Wait, or choose an algorithm with a shorter window."""


class ModelUnavailable(DetectionError):
    """The detector has no usable model. Train it, or look at the last failed training."""

    code = "model_unavailable"
    retryable = True


class StorageUnavailable(BarographError):
    """The database can't be reached or is busy. Try again; if it stays, look at its log and its disk."""

    code = "storage_unavailable"
    status = 503
    retryable = True


class InternalError(BarographError):
    """Something went wrong on our side. Report it with the request id; the log has the details."""
