"""From settings to a bus."""

from barograph.config.settings import Settings
from barograph.errors import ValidationFailed
from barograph.live.bus.base import Bus
from barograph.live.bus.broker import ZeroMqBroker
from barograph.live.bus.zeromq import ZeroMqBus

__all__ = ["open_broker", "open_bus"]

_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")


def open_bus(settings: Settings) -> Bus:
    """Open this process's end of the bus; after a fork, never before."""
    url = settings.effective_bus_url
    if url.startswith(_REDIS_SCHEMES):
        return _open_redis(url)
    if url.startswith(("ipc://", "tcp://")):
        bus = ZeroMqBus(url)
        bus.connect()
        return bus
    raise ValidationFailed("bus_url must begin with redis://, rediss://, unix:// or ipc://.")


def open_broker(settings: Settings) -> ZeroMqBroker | None:
    """Return the broker that one process of a machine must run, None where Redis is the bus."""
    url = settings.effective_bus_url
    return None if url.startswith(_REDIS_SCHEMES) else ZeroMqBroker(url)


def _open_redis(url: str) -> Bus:
    try:
        from barograph.live.bus.redis import RedisBus  # noqa: PLC0415 - an extra, installed where it is used
    except ModuleNotFoundError as error:
        raise ValidationFailed(
            "Redis needs the package redis. Install Barograph with its extra `scale`: docs/install.md."
        ) from error
    return RedisBus(url)
