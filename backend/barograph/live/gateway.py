"""The gateway: takes over sockets after the handshake and speaks ``barograph.v1`` with them."""

import os
import time
from dataclasses import dataclass, field
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SO_SNDBUF, SOL_SOCKET, TCP_NODELAY, socket

from barograph.errors import BarographError, ProtocolViolation
from barograph.live.admission import AdmissionLimits, MessageRate, refusal_of
from barograph.live.closing import CloseCode
from barograph.live.connection import Connection
from barograph.live.frames import pong_frame
from barograph.live.hub import SocketHub
from barograph.live.parser import FrameParser, Incoming, Opcode
from barograph.live.protocol import (
    SUBPROTOCOL,
    ClientMessage,
    Hello,
    Problem,
    ServerHeartbeat,
    Subscribe,
    Unsubscribe,
    encode,
    parse_client_message,
)
from barograph.live.subscribing import Subscriptions
from barograph.live.visitor import Visitor
from barograph.live.wire import Loop

__all__ = ["Gateway", "GatewayLimits"]


@dataclass(frozen=True, slots=True)
class GatewayLimits:
    """What one client may cost, and how long its silence is borne."""

    largest_message_bytes: int = 16_384
    largest_backlog_bytes: int = 262_144
    send_buffer_bytes: int = 65_536
    heartbeat_seconds: float = 20.0
    borne_block_seconds: float = 10.0
    admission: AdmissionLimits = field(default_factory=AdmissionLimits)
    rate: MessageRate = field(default_factory=MessageRate)


class Gateway:
    """Takes in sockets, answers their messages, closes those that break a rule."""

    def __init__(
        self,
        hub: SocketHub,
        subscriptions: Subscriptions,
        loop: Loop,
        limits: GatewayLimits,
    ) -> None:
        self.hub = hub
        self.limits = limits
        self._subscriptions = subscriptions
        self._loop = loop
        # One bound method for all connections, not one for each.
        self._on_lost = hub.remove
        self._on_readable_once = self._on_readable
        self._is_closed = False

    def accept(self, client: socket, visitor: Visitor) -> None:
        """Take over a socket that has shaken hands; the caller may close its own object afterwards."""
        descriptor = self._take_over(client)
        connection = Connection(
            descriptor,
            visitor=visitor,
            parser=FrameParser(self.limits.largest_message_bytes),
            loop=self._loop,
            largest_backlog_bytes=self.limits.largest_backlog_bytes,
            on_lost=self._on_lost,
        )
        refusal = refusal_of(visitor, self.hub, self.limits.admission)
        if self._is_closed:
            connection.close(CloseCode.GOING_AWAY, "the server stops: connect again")
        elif refusal is not None:
            connection.close(refusal.code, refusal.reason)
        else:
            self.hub.add(connection)
            connection.start_reading(self._on_readable_once)
            connection.send(encode(self._greet(visitor)))

    def close(self) -> None:
        """Say goodbye to everybody; new clients are sent away."""
        self._is_closed = True
        for connection in list(self.hub.connections):
            connection.close(CloseCode.GOING_AWAY, f"the server stops: resume from {connection.reached_id}")

    def _take_over(self, client: socket) -> int:
        client.setblocking(False)
        client.setsockopt(SOL_SOCKET, SO_SNDBUF, self.limits.send_buffer_bytes)
        if client.family in (AF_INET, AF_INET6):
            client.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        return os.dup(client.fileno())

    def _greet(self, visitor: Visitor) -> Hello:
        recent = self.hub.recent
        return Hello(
            SUBPROTOCOL,
            recent.newest_id,
            visitor.name,
            visitor.tenant,
            sorted(visitor.topics),
            self.limits.heartbeat_seconds,
            self.limits.largest_message_bytes,
        )

    def _on_readable(self, connection: Connection) -> None:
        data = connection.read()
        if data is None:
            connection.abort()
            return
        connection.heard_at = time.monotonic()
        try:
            for incoming in connection.parser.feed(data):
                self._take(connection, incoming)
                if connection.is_closing:
                    return
        except ProtocolViolation as violation:
            connection.close(violation.close_code, violation.message)

    def _take(self, connection: Connection, incoming: Incoming) -> None:
        if incoming.opcode is Opcode.PING:
            connection.send(pong_frame(incoming.payload))
        elif incoming.opcode is Opcode.CLOSE:
            connection.close(CloseCode.NORMAL, "")
        elif incoming.opcode is Opcode.TEXT:
            if not self.limits.rate.admits(connection):
                connection.close(CloseCode.TOO_MANY_MESSAGES, "too many messages: connect again later")
            elif connection.held is not None:
                connection.inbox.append(incoming.payload)
            else:
                self.answer(connection, incoming.payload)

    def answer(self, connection: Connection, text: bytes) -> None:
        """Do what a message asks for, or say why not; the connection stays open."""
        message: ClientMessage | None = None
        try:
            message = parse_client_message(text)
            if isinstance(message, Subscribe):
                self._subscriptions.subscribe(connection, message, self.answer)
            elif isinstance(message, Unsubscribe):
                self._subscriptions.unsubscribe(connection, message)
            else:
                connection.send(encode(ServerHeartbeat(self.hub.recent.newest_id)))
        except BarographError as error:
            ref = message.ref if message is not None else None
            connection.send(encode(Problem(ref, error.code, error.message, error.retryable)))
