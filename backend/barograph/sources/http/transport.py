"""The connections under a session: watched by a deadline, checked by a guard, kept in a pool."""

from base64 import b64encode
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import urllib3
from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from barograph.sources.http.deadline import watch_socket
from barograph.sources.http.options import HttpOptions

__all__ = ["AddressGuard", "allow_all", "headers_of", "open_session"]

AddressGuard = Callable[[str], None]
"""Takes the IP address that was connected to, and raises an error of ours to refuse it."""


def allow_all(address: str) -> None:
    """Refuse no address."""


def open_session(options: HttpOptions, guard: AddressGuard = allow_all) -> Session:
    """Return a pooled session that keeps no cookies and reads nothing from the environment."""
    session = Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update(headers_of(options))
    session.headers["Accept-Encoding"] = options.encoding
    _identify(session, options)
    adapter = _GuardedAdapter(guard, options.concurrency)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def headers_of(options: HttpOptions) -> dict[str, str]:
    """Return the headers that say who we are."""
    headers, credentials = {"User-Agent": "barograph", **options.headers}, options.credentials
    if credentials.bearer_token is not None:
        headers["Authorization"] = f"Bearer {credentials.bearer_token}"
    elif credentials.username is not None:
        pair = f"{credentials.username}:{credentials.password or ''}".encode()
        headers["Authorization"] = f"Basic {b64encode(pair).decode()}"
    return headers


def _identify(session: Session, options: HttpOptions) -> None:
    tls = options.tls
    session.verify = str(tls.ca_file) if tls.ca_file else tls.is_verified
    if not tls.is_verified:
        session.verify = False
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    if tls.certificate_file is not None:
        session.cert = (str(tls.certificate_file), str(tls.key_file or tls.certificate_file))


class _GuardedAdapter(HTTPAdapter):
    """Builds its pools from connections that a guard and a deadline look at."""

    def __init__(self, guard: AddressGuard, concurrency: int) -> None:
        self._guard = guard
        super().__init__(pool_connections=4, pool_maxsize=concurrency)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, each with guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _make_pool_classes(self._guard)


def _make_pool_classes(guard: AddressGuard) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            guard(self.sock.getpeername()[0])

        def getresponse(self) -> Any:
            watch_socket(self.sock)
            return super().getresponse()

    class Tls(Plain, HTTPSConnection):
        """The same over TLS."""

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}
