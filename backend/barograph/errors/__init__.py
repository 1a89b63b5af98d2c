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
│   ├── StorageFull
└── InternalError           our fault

The docstring of each class says the cause, then the remedy, and is its default message. Foreign errors are
translated where the foreign library is imported, with ``from``.
"""

from barograph.errors.base import BarographError
from barograph.errors.detection import DetectionError, ModelUnavailable, NotEnoughData
from barograph.errors.requests import (
    Conflict,
    Forbidden,
    MalformedJson,
    MethodNotAllowed,
    NotFound,
    PayloadTooLarge,
    PreconditionFailed,
    ProtocolViolation,
    RateLimited,
    ReadOnly,
    RequestError,
    Unauthenticated,
    UnsupportedMediaType,
    ValidationFailed,
)
from barograph.errors.service import InternalError, ServiceUnreachable, StorageFull, StorageUnavailable
from barograph.errors.sources import (
    ScrapeDown,
    SourceAnswerInvalid,
    SourceError,
    SourceMisconfigured,
    SourceRejectedQuery,
    SourceThrottled,
    SourceTimeout,
    SourceUnavailable,
    TooManySeries,
)

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
    "StorageFull",
    "StorageUnavailable",
    "TooManySeries",
    "Unauthenticated",
    "UnsupportedMediaType",
    "ValidationFailed",
]
