"""The contract of every way to tell who asks."""

from typing import Protocol

from barograph.security.identity import Identity

__all__ = ["Headers", "IdentityProvider"]


class Headers(Protocol):
    """The headers of a request, whatever carries them."""

    def get(self, name: str, default: str, /) -> str:
        """Return a header, or the default where it is not there."""
        ...


class IdentityProvider(Protocol):
    """Reads an identity from the headers of a request.

    Returns None where the headers carry nothing of its kind, so that the next provider may look; raises
    ``Unauthenticated`` where they carry something of its kind that is not valid.
    """

    def identify(self, headers: Headers) -> Identity | None:
        """Return who asks."""
        ...
