"""`/api/v1/live`: the handshake and who comes in; then the socket belongs to the gateway."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Flask, Request, request
from flask_sock import Sock
from simple_websocket import Server

from barograph.api.origins import is_foreign_page
from barograph.errors import BarographError, Forbidden
from barograph.live.closing import CloseCode
from barograph.live.frames import close_frame
from barograph.live.gateway import Gateway
from barograph.live.protocol import SUBPROTOCOL
from barograph.live.topics import Topic
from barograph.live.visitor import Visitor
from barograph.security.identity import Identity, Role
from barograph.security.tokens import LiveTickets

__all__ = ["LiveDoor", "register_live", "visitor_of"]

_CLOSE_CODES = {401: CloseCode.UNAUTHENTICATED, 403: CloseCode.FORBIDDEN}
_LEAST_ROLES = {
    Topic.ANOMALIES.value: Role.VIEWER,
    Topic.DETECTORS.value: Role.VIEWER,
    "scores": Role.VIEWER,
    Topic.SYSTEM.value: Role.EDITOR,
}


@dataclass(frozen=True, slots=True)
class LiveDoor:
    """What stands between a request and the gateway; ``identify`` raises for those who may not come in."""

    gateway: Gateway
    identify: Callable[[Mapping[str, str]], Identity]
    tickets: LiveTickets
    allowed_origins: frozenset[str] = frozenset()


def register_live(app: Flask, door: LiveDoor) -> None:
    """Add the WebSocket endpoint and its tickets to an application."""
    blueprint = Blueprint("live", __name__)
    sock = Sock()

    @blueprint.before_request
    def prepare() -> None:
        if is_foreign_page(request, door.allowed_origins):
            origin = request.headers["Origin"]
            raise Forbidden(f"Pages from {origin} may not connect. Add it to live_allowed_origins.")
        # simple-websocket accepts permessage-deflate from whoever offers it, at 100 KB a socket.
        request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)

    @blueprint.post("/api/v1/live/ticket")
    def issue_ticket() -> dict[str, object]:
        identity = door.identify(dict(request.headers))
        return {"ticket": door.tickets.issue(identity), "expires_in_seconds": door.tickets.seconds}

    @sock.route("/api/v1/live", bp=blueprint)
    def live(client: Server) -> None:
        connection = cast(socket.socket, client.sock)
        # flask-sock says goodbye to a socket that is connected when the view returns: this one is ours now.
        client.connected = False
        try:
            door.gateway.accept(connection, visitor_of(_identify(request, door)))
        except BarographError as error:
            # A browser can't see the status of a refused handshake, but it sees a close code.
            code = _CLOSE_CODES.get(error.status, CloseCode.TRY_AGAIN)
            connection.sendall(close_frame(code, error.message))

    app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": [SUBPROTOCOL], "thread_class": _NoThread}
    app.register_blueprint(blueprint)


def visitor_of(identity: Identity) -> Visitor:
    """Return what the gateway must know of somebody, with the topics that the role reaches."""
    topics = frozenset(name for name, least in _LEAST_ROLES.items() if identity.role.includes(least))
    # Everybody on an open, local installation is the same administrator.
    is_limited = identity.source != "local"
    return Visitor(identity.tenant, identity.subject, identity.name, topics, is_limited)


class _NoThread:
    """Stands where simple-websocket wants a thread that reads: the gateway reads."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.target = target
        self.name = "unused"

    def start(self) -> None:
        """Do nothing."""


def _identify(upgrade: Request, door: LiveDoor) -> Identity:
    ticket = upgrade.args.get("ticket")
    return door.tickets.redeem(ticket) if ticket else door.identify(dict(upgrade.headers))
