"""From settings to the live part of a web worker."""

from barograph.config.settings import Settings
from barograph.live.admission import AdmissionLimits, MessageRate
from barograph.live.bus import Bus
from barograph.live.gateway import GatewayLimits
from barograph.live.log import EventReader
from barograph.live.service import LiveService

__all__ = ["allowed_origins", "open_live"]


def open_live(settings: Settings, log: EventReader, bus: Bus) -> LiveService:
    """Put the live part together; `start` it in the worker, after the fork."""
    limits = GatewayLimits(
        largest_message_bytes=settings.live_message_bytes,
        largest_backlog_bytes=settings.live_backlog_bytes,
        heartbeat_seconds=settings.live_heartbeat_seconds,
        borne_block_seconds=settings.live_blocked_seconds,
        admission=AdmissionLimits(
            settings.live_clients, settings.live_clients_per_tenant, settings.live_clients_per_user
        ),
        rate=MessageRate(settings.live_messages_per_second),
    )
    return LiveService(log, bus, limits, settings.live_recent_events)


def allowed_origins(settings: Settings) -> frozenset[str]:
    """Return the web origins whose pages may connect, besides the host that a request names."""
    names = (name.strip().rstrip("/") for name in settings.live_allowed_origins.split(","))
    return frozenset(name for name in (*names, settings.own_origin) if name)
