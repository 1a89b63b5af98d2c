"""`/api/v1/live`: the handshake and who comes in; then the socket belongs to the gateway."""

import socket
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, request
from flask_sock import Sock
from simple_websocket import Server

from barograph.errors import BarographError, Forbidden
from barograph.live.closing import CloseCode
from barograph.live.frames import close_frame
from barograph.live.gateway import Gateway
from barograph.live.protocol import SUBPROTOCOL
from barograph.live.visitor import Visitor

__all__ = ["register_live"]

_CLOSE_CODES = {401: CloseCode.UNAUTHENTICATED, 403: CloseCode.FORBIDDEN, 429: CloseCode.TOO_MANY_CLIENTS}


def register_live(
    app: Flask,
    gateway: Gateway,
    identify: Callable[[Request], Visitor],
    allowed_origins: frozenset[str] = frozenset(),
) -> None:
    """Add the WebSocket endpoint to an application; `identify` raises for those who may not come in."""
    blueprint = Blueprint("live", __name__)
    sock = Sock()

    @blueprint.before_request
    def prepare_handshake() -> None:
        _check_origin(request, allowed_origins)
        # simple-websocket accepts permessage-deflate from whoever offers it, at 100 KB a socket.
        request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)

    @sock.route("/api/v1/live", bp=blueprint)
    def live(client: Server) -> None:
        connection = cast(socket.socket, client.sock)
        # flask-sock says goodbye to a socket that is connected when the view returns: this one is ours now.
        client.connected = False
        try:
            gateway.accept(connection, identify(request))
        except BarographError as error:
            code = _CLOSE_CODES.get(error.status, CloseCode.TRY_AGAIN)
            connection.sendall(close_frame(code, error.message))

    app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": [SUBPROTOCOL], "thread_class": _NoThread}
    app.register_blueprint(blueprint)


class _NoThread:
    """Stands where simple-websocket wants a thread that reads: the gateway reads."""

    def __init__(self, target: Callable[[], None]) -> None:
        self.target = target
        self.name = "unused"

    def start(self) -> None:
        """Do nothing."""


def _check_origin(upgrade: Request, allowed: frozenset[str]) -> None:
    """Refuse pages of other sites: a browser would send its cookies and network position along."""
    origin = upgrade.headers.get("Origin")
    if origin is None or origin in allowed or urlsplit(origin).netloc == upgrade.host:
        return
    raise Forbidden(f"Pages from {origin} may not connect. Add it to live_allowed_origins.")
