"""Tail: lines as they arrive, over a WebSocket that may break at any time."""

import ssl
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Protocol
from urllib.parse import urlencode

import websocket

from barograph.errors import SourceMisconfigured, SourceTimeout, SourceUnavailable
from barograph.sources.http.options import HttpOptions
from barograph.sources.http.transport import AddressGuard, allow_all
from barograph.sources.logs.line import LineReader, LogLine
from barograph.sources.loki.answers import decode_tail
from barograph.sources.loki.api import LABELS_APART

__all__ = ["LokiTail", "TailConnection", "TailConnector", "connect_tail"]

_OVERLAP_NS = 10_000_000_000
_REMEMBERED_LINES = 200_000
_SILENCE_SECONDS = 20.0
_LONGEST_PAUSE_SECONDS = 10.0


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
class LokiTail:
    """Follows an expression; no line is lost or comes twice, however often the connection breaks.

    After every reconnection, and where Loki says that it dropped lines because we were slow, the time since
    shortly before the last line is read again by queries. Lines that were seen already are left out.
    """

    connect: TailConnector
    reader: LineReader
    now_ns: Callable[[], int]
    stopping: Event

    def follow(self, expression: str, start_ns: int) -> Iterator[LogLine]:
        """Yield lines from ``start_ns`` on, in the order in which they arrive, until ``stopping`` is set."""
        seen = _Seen(start_ns)
        failures = 0
        while not self.stopping.is_set():
            try:
                for line in self._follow_once(expression, seen):
                    failures = 0
                    yield line
            except (SourceUnavailable, SourceTimeout):
                failures += 1
                self.stopping.wait(min(_LONGEST_PAUSE_SECONDS, 0.2 * 2.0 ** min(failures, 10)))

    def _follow_once(self, expression: str, seen: "_Seen") -> Iterator[LogLine]:
        # Connected first and read then: what arrives meanwhile waits in the connection.
        connection = self.connect(expression, self.now_ns())
        try:
            yield from self._catch_up(expression, seen)
            while not self.stopping.is_set():
                message = connection.receive()
                if message is None:
                    continue
                lines, dropped = decode_tail(message)
                yield from seen.new_of(lines)
                if dropped:
                    yield from self._catch_up(expression, seen, min(dropped))
        finally:
            connection.close()

    def _catch_up(self, expression: str, seen: "_Seen", since_ns: int | None = None) -> Iterator[LogLine]:
        start_ns = seen.restart_ns if since_ns is None else since_ns
        for page in self.reader.read(expression, start_ns, self.now_ns() + 1):
            yield from seen.new_of(page)


class _Seen:
    """Remembers the lines of the last while, because a catch-up reads some of them again."""

    def __init__(self, start_ns: int) -> None:
        self._start_ns = start_ns
        self._last_ns = start_ns
        self._lines: OrderedDict[LogLine, None] = OrderedDict()

    @property
    def restart_ns(self) -> int:
        return max(self._start_ns, self._last_ns - _OVERLAP_NS)

    def new_of(self, lines: list[LogLine]) -> Iterator[LogLine]:
        for line in lines:
            if line in self._lines or line.time_ns < self._start_ns:
                continue
            self._lines[line] = None
            self._last_ns = max(self._last_ns, line.time_ns)
            if len(self._lines) > _REMEMBERED_LINES:
                self._lines.popitem(last=False)
            yield line


@dataclass(slots=True)
class _Socket:
    socket: websocket.WebSocket
    url: str
    is_asked: bool = False

    def receive(self) -> str | bytes | None:
        try:
            kind, content = self.socket.recv_data(control_frame=True)
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
            self.socket.close(timeout=1)

    def _ask(self) -> None:
        self.is_asked = True
        try:
            self.socket.ping()
        except (websocket.WebSocketException, OSError) as error:
            raise self._broken(error) from error

    def _answer(self, content: bytes) -> None:
        try:
            self.socket.pong(content)
        except (websocket.WebSocketException, OSError) as error:
            raise self._broken(error) from error

    def _broken(self, error: Exception) -> SourceUnavailable:
        return SourceUnavailable(f"The tail of {self.url} broke off: {error}. It is opened again.")


def connect_tail(
    base_url: str, options: HttpOptions, headers: dict[str, str], guard: AddressGuard = allow_all
) -> TailConnector:
    """Return what opens tails of a Loki; ``headers`` identify us."""
    address = "ws" + base_url.removeprefix("http") + "/loki/api/v1/tail"

    def connect(expression: str, start_ns: int) -> TailConnection:
        url = f"{address}?{urlencode({'query': expression, 'start': start_ns, 'limit': 5000})}"
        try:
            socket = websocket.create_connection(
                url,
                timeout=options.connect_timeout_seconds,
                header={**headers, **LABELS_APART},
                sslopt=_tls_of(options),
                enable_multithread=False,
            )
            guard(_peer_of(socket))
        except websocket.WebSocketBadStatusException as error:
            raise _refused(address, error) from error
        except (websocket.WebSocketException, OSError, ValueError) as error:
            raise SourceUnavailable(f"{address} can't be reached: {error}. Check that Loki runs.") from error
        socket.settimeout(_SILENCE_SECONDS)
        return _Socket(socket, address)

    return connect


def _refused(
    address: str, error: websocket.WebSocketBadStatusException
) -> SourceUnavailable | SourceMisconfigured:
    status = error.status_code
    if status == 429 or status >= 500:
        return SourceUnavailable(f"{address} can't be followed now (status {status}). It is tried again.")
    return SourceMisconfigured(
        f"{address} can't be followed (status {status}). Check expression, tenant and credentials.",
        detail={
            "url": address,
            "status": status,
            "answer": bytes(error.resp_body or b"").decode(errors="replace")[:300],
        },
    )


def _peer_of(socket: websocket.WebSocket) -> str:
    if socket.sock is None:
        raise SourceUnavailable("The connection of the tail was lost at once. It is opened again.")
    return str(socket.sock.getpeername()[0])


def _tls_of(options: HttpOptions) -> dict[str, object]:
    tls = options.tls
    found: dict[str, object] = {"cert_reqs": ssl.CERT_REQUIRED if tls.is_verified else ssl.CERT_NONE}
    if not tls.is_verified:
        found["check_hostname"] = False
    if tls.ca_file is not None:
        found["ca_certs"] = str(tls.ca_file)
    if tls.certificate_file is not None:
        found["certfile"] = str(tls.certificate_file)
        found["keyfile"] = str(tls.key_file or tls.certificate_file)
    return found
