"""Who may come in and how much a client may say: limits for each tenant, user and socket."""

import time
from dataclasses import dataclass

from barograph.live.closing import CloseCode
from barograph.live.connection import Connection
from barograph.live.hub import SocketHub
from barograph.live.visitor import Visitor

__all__ = ["AdmissionLimits", "MessageRate", "Refusal", "refusal_of"]


@dataclass(frozen=True, slots=True)
class AdmissionLimits:
    """Most sockets in one web worker, of one tenant and of one user."""

    clients: int = 20_000
    clients_per_tenant: int = 20_000
    clients_per_user: int = 200


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a socket is closed at once."""

    code: CloseCode
    reason: str


def refusal_of(visitor: Visitor, hub: SocketHub, limits: AdmissionLimits) -> Refusal | None:
    """Return why a visitor can't come in now, or None."""
    if len(hub.connections) >= limits.clients:
        return Refusal(CloseCode.TRY_AGAIN, "this server holds no more sockets: try again later")
    if hub.per_tenant[visitor.tenant] >= limits.clients_per_tenant:
        return Refusal(CloseCode.TOO_MANY_CLIENTS, f"the tenant has {limits.clients_per_tenant} sockets")
    if visitor.is_limited and (hub.per_subject[visitor.tenant, visitor.subject] >= limits.clients_per_user):
        return Refusal(CloseCode.TOO_MANY_CLIENTS, f"this user has {limits.clients_per_user} sockets")
    return None


@dataclass(frozen=True, slots=True)
class MessageRate:
    """How many messages a client may send: so many at once, so many a second over time."""

    per_second: float = 10.0
    burst: float = 60.0

    def admits(self, connection: Connection) -> bool:
        """Take one message into account and tell whether it was within the rate."""
        now = time.monotonic()
        # ``spent_until`` is the moment at which everything said so far is paid for.
        start = max(connection.spent_until, now - self.burst / self.per_second)
        connection.spent_until = start + 1 / self.per_second
        return connection.spent_until <= now
