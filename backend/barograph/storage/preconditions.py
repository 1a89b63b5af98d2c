"""What a change demands of what it finds."""

from barograph.errors import PreconditionFailed

__all__ = ["check_revision"]


def check_revision(found: int, expected: int | None) -> None:
    """Refuse to change what somebody else has changed since it was read; None takes whatever is there."""
    if expected is not None and expected != found:
        raise PreconditionFailed(detail={"revision": found, "expected": expected})
