"""The contract of every way to tell who asks."""

from collections.abc import Mapping
from typing import Protocol

from barograph.security.identity import Identity

__all__ = ["IdentityProvider"]


class IdentityProvider(Protocol):
    """Reads an identity from the headers of a request.

    Names of headers are in title case. Returns None where the headers carry nothing of its kind, so that
    the next provider may look; raises ``Unauthenticated`` where they carry something of its kind that is
    not valid.
    """

    def identify(self, headers: Mapping[str, str]) -> Identity | None:
        """Return who asks."""
        ...
