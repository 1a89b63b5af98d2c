"""Who sent a request, as it is written into histories."""

from barograph.api.requests import identity
from barograph.storage import Author

__all__ = ["author", "caller_name"]


def caller_name() -> str:
    """Return the caller's stable id with the name that people know."""
    return f"{identity().subject} ({identity().name})"[:200]


def author(reason: str = "") -> Author:
    """Return the caller as the author of a change."""
    return Author(caller_name(), reason)
