"""What stands in the audit trail of a request, said at its view."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

__all__ = ["reason_to_leave_out", "unaudited"]

_P = ParamSpec("_P")
_Answer = TypeVar("_Answer")
_MARK = "left_out_of_audit"


def unaudited(reason: str) -> Callable[[Callable[_P, _Answer]], Callable[_P, _Answer]]:
    """Keep what a view does out of the audit trail, and say why.

    A view that takes POST, PUT, PATCH or DELETE and is not marked leaves an entry whenever it succeeds.
    """

    def mark(view: Callable[_P, _Answer]) -> Callable[_P, _Answer]:
        vars(view)[_MARK] = reason
        return view

    return mark


def reason_to_leave_out(view: Callable[..., object] | None) -> str | None:
    """Return why a view is left out of the audit trail, None where it is not."""
    found: str | None = getattr(view, _MARK, None)
    return found
