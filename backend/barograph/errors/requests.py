"""Errors of requests: the caller must change something."""

from barograph.errors.base import BarographError

__all__ = [
    "Conflict",
    "Forbidden",
    "MalformedJson",
    "MethodNotAllowed",
    "NotFound",
    "PayloadTooLarge",
    "PreconditionFailed",
    "ProtocolViolation",
    "RateLimited",
    "ReadOnly",
    "RequestError",
    "Unauthenticated",
    "UnsupportedMediaType",
    "ValidationFailed",
]


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
