"""The root of the tree of errors."""

from typing import ClassVar

__all__ = ["BarographError"]


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
