"""Errors of the service itself: it can't be reached, its database is away, or the fault is ours."""

from barograph.errors.base import BarographError

__all__ = ["InternalError", "ServiceUnreachable", "StorageFull", "StorageUnavailable"]


class ServiceUnreachable(BarographError):
    """Barograph itself does not answer. Check its address, and that `barograph serve` is running there."""

    code = "service_unreachable"
    status = 503
    retryable = True


class StorageUnavailable(BarographError):
    """The database can't be reached or is busy. Try again; if it stays, look at its log and its disk."""

    code = "storage_unavailable"
    status = 503
    retryable = True


class StorageFull(StorageUnavailable):
    """The disk of the database is full. Make room there; what was not judged meanwhile is judged then."""

    code = "storage_full"


class InternalError(BarographError):
    """Something went wrong on our side. Report it with the request id; the log has the details."""
