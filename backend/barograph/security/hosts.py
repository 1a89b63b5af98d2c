"""The names under which this machine answers those who need no identity."""

import socket
from collections.abc import Callable, Iterable
from functools import cached_property
from ipaddress import ip_address
from urllib.parse import urlsplit

from barograph.config.settings import Settings
from barograph.errors import Forbidden

__all__ = ["OwnHosts"]

# Nobody can register a name that ends so.
_PRIVATE_ENDINGS = (".localhost", ".local", ".internal", ".svc", ".lan", ".home.arpa", ".test")


class OwnHosts:
    """Refuses names that may belong to others.

    A page can have its own name lead to this machine (DNS rebinding); a browser then takes us for the page's
    own server and lets it read and change everything. Addresses, names without a dot and names that nobody
    can register are out of its reach.
    """

    def __init__(self, names: Iterable[str] = (), find_full_name: Callable[[], str] = socket.getfqdn) -> None:
        self._names = frozenset(name.strip().lower() for name in names if name.strip())
        self._find_full_name = find_full_name

    @classmethod
    def of(cls, settings: Settings) -> "OwnHosts":
        """Return the names of this machine, those of the settings, and the one that links carry."""
        own = (socket.gethostname(), settings.web_host, urlsplit(settings.external_url).hostname or "")
        return cls((*own, *settings.web_allowed_hosts.split(",")))

    def check(self, host: str) -> None:
        """Raise for a Host header that names neither an address nor one of our names."""
        name = _name_of(host)
        if name in self._names or _is_out_of_reach(name) or name == self._full_name:
            return
        raise Forbidden(
            f"Barograph is open to everybody here and so answers only under its own names, not as {name}. "
            "Add that to web_allowed_hosts, or set auth_mode to required."
        )

    @cached_property
    def _full_name(self) -> str:
        """The name that the network gives this machine; asked for once somebody uses one like it."""
        return self._find_full_name().lower()


def _name_of(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return host


def _is_out_of_reach(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(_PRIVATE_ENDINGS)
    return True
