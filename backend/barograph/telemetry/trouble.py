"""Trouble: what keeps failing is said once when it begins and once when it is over."""

from typing import Any

from barograph.errors import BarographError

__all__ = ["Trouble", "cause_of"]


def cause_of(error: Exception) -> str:
    """Return the code of an error of ours, or the name of another."""
    return error.code if isinstance(error, BarographError) else type(error).__name__


class Trouble:
    """Keeps the log calm about one thing that is tried again and again.

    An error of ours has a sentence for people; of any other, which is a mistake of ours, the place is logged.
    """

    def __init__(self, log: Any, failing: str, over: str, **names: object) -> None:
        self._log = log
        self._failing = failing
        self._over = over
        self._names = names
        self._cause: str | None = None

    def note(self, error: Exception) -> None:
        """Take note of a failure, and say so where it is not the one before."""
        cause = cause_of(error)
        if cause == self._cause:
            return
        self._cause = cause
        if isinstance(error, BarographError):
            self._log.warning(self._failing, **self._names, code=cause, reason=error.message)
        else:
            self._log.error(self._failing, **self._names, exc_info=error)

    def end(self) -> None:
        """Take note that it went well."""
        if self._cause is not None:
            self._log.info(self._over, **self._names, code=self._cause)
        self._cause = None
