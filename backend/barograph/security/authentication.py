"""Asks each identity provider in turn who sent a request."""

from collections.abc import Mapping, Sequence

from barograph.errors import Unauthenticated
from barograph.security.base import IdentityProvider
from barograph.security.hosts import OwnHosts
from barograph.security.identity import LOCAL_ADMIN, Identity

__all__ = ["Authenticator"]


class Authenticator:
    """Tells who asks: without any identity the local administrator, or nobody where one is required."""

    def __init__(
        self,
        providers: Sequence[IdentityProvider] = (),
        *,
        is_required: bool = False,
        hosts: OwnHosts | None = None,
    ) -> None:
        self._providers = tuple(providers)
        self._is_required = is_required
        self._hosts = hosts or OwnHosts()

    def identify(self, headers: Mapping[str, str]) -> Identity:
        """Return who asks; raises for a wrong identity, a missing one, and a name that is not ours."""
        for provider in self._providers:
            identity = provider.identify(headers)
            if identity is not None:
                return identity
        if self._is_required:
            raise Unauthenticated
        self._hosts.check(headers.get("Host", ""))
        return LOCAL_ADMIN
