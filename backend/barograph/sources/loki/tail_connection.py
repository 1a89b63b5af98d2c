"""The WebSocket of a tail: connected to the address itself, checked before anything is said, kept alive."""

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urlsplit

import websocket

from barograph.errors import SourceMisconfigured, SourceUnavailable
from barograph.sources.http.options import HttpOptions, TlsOptions
from barograph.sources.http.transport import AddressGuard, allow_all
from barograph.sources.loki.api import LABELS_APART

__all__ = ["TailConnection", "TailConnector", "connect_tail"]

_SILENCE_SECONDS = 20.0
_SWITCHED = 101


class TailConnection(Protocol):
    """One connection to a tail."""

    def receive(self) -> str | bytes | None:
        """Return the next message, None where there was none for a while; raises SourceUnavailable."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


TailConnector = Callable[[str, int], TailConnection]
"""Takes an expression and the time to begin with, in nanoseconds."""


@dataclass(slots=True)
class _Connection:
    link: websocket.WebSocket
    url: str
    is_asked: bool = False

    def receive(self) -> str | bytes | None:
        try:
            kind, content = self.link.recv_data(control_frame=True)
        except websocket.WebSocketTimeoutException as error:
            if self.is_asked:
                raise SourceUnavailable(f"The tail of {self.url} is silent. It is opened again.") from error
            self._ask()
            return None
        except (websocket.WebSocketException, OSError) as error:
            raise self._broken(error) from error
        self.is_asked = False
        if kind == websocket.ABNF.OPCODE_PING:
            self._answer(content)
        is_text = kind in (websocket.ABNF.OPCODE_TEXT, websocket.ABNF.OPCODE_BINARY)
        return content if is_text else None

    def close(self) -> None:
        with suppress(websocket.WebSocketException, OSError):
            self.link.close(timeout=1)

    def _ask(self) -> None:
        self.is_asked = True
        try:
            self.link.ping()
        except (websocket.WebSocketException, OSError) as error:
            raise self._broken(error) from error

    def _answer(self, content: bytes) -> None:
        try:
            self.link.pong(content)
        except (websocket.WebSocketException, OSError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> SourceUnavailable:
        return SourceUnavailable(f"The tail of {self.url} broke off: {error}. It is opened again.")


def connect_tail(
    base_url: str, options: HttpOptions, headers: dict[str, str], guard: AddressGuard = allow_all
) -> TailConnector:
    """Return what opens tails of a Loki; ``headers`` identify us, and reach nobody but its address."""
    address = "ws" + base_url.removeprefix("http") + "/loki/api/v1/tail"

    def connect(expression: str, start_ns: int) -> TailConnection:
        url = f"{address}?{urlencode({'query': expression, 'start': start_ns, 'limit': 5000})}"
        link = websocket.WebSocket(enable_multithread=False)
        dial: Callable[..., None] = link.connect
        try:
            # Given a connection it knows no proxy; without redirects it tells nobody else who we are.
            dial(
                url,
                timeout=options.connect_timeout_seconds,
                header={**headers, **LABELS_APART},
                socket=_open(base_url, options, guard),
                redirect_limit=0,
            )
        except websocket.WebSocketBadStatusException as error:
            raise _refused(address, error.status_code, bytes(error.resp_body or b"")) from error
        except (websocket.WebSocketException, OSError, ValueError) as error:
            if link.handshake_response is not None:
                raise _refused(address, link.getstatus() or 0, b"") from error
            raise SourceUnavailable(f"{address} can't be reached: {error}. Check that Loki runs.") from error
        if link.getstatus() != _SWITCHED:
            link.close(timeout=1)
            raise _refused(address, link.getstatus() or 0, b"")
        link.settimeout(_SILENCE_SECONDS)
        return _Connection(link, address)

    return connect


def _open(base_url: str, options: HttpOptions, guard: AddressGuard) -> socket.socket:
    """Connect to the host of an address itself, and let the guard look before anything is said."""
    parts = urlsplit(base_url)
    is_tls = parts.scheme == "https"
    place = (parts.hostname or "", parts.port or (443 if is_tls else 80))
    plain = socket.create_connection(place, timeout=options.connect_timeout_seconds)
    try:
        guard(plain.getpeername()[0])
        return _context_of(options.tls).wrap_socket(plain, server_hostname=place[0]) if is_tls else plain
    except BaseException:
        plain.close()
        raise


def _context_of(tls: TlsOptions) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(tls.ca_file) if tls.ca_file else None)
    if not tls.is_verified:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if tls.certificate_file is not None:
        context.load_cert_chain(tls.certificate_file, tls.key_file or tls.certificate_file)
    return context


def _refused(address: str, status: int, body: bytes) -> SourceUnavailable | SourceMisconfigured:
    if status == 429 or status >= 500:
        return SourceUnavailable(f"{address} can't be followed now (status {status}). It is tried again.")
    return SourceMisconfigured(
        f"{address} can't be followed (status {status}). Check address, expression, tenant and credentials.",
        detail={"url": address, "status": status, "answer": body.decode(errors="replace")[:300]},
    )
