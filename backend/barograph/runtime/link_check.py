"""Whether the links in messages lead anywhere for the people who get them."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from barograph.config import Settings
from barograph.config.sink import RemoteWriteSpec, SinkSpec

__all__ = ["REMEDY", "doubt_links"]

REMEDY = (
    "Set web_external_url to the address under which people reach Barograph, or grafana_external_url to that "
    "of the Grafana with our app."
)


def doubt_links(settings: Settings, sinks: Iterable[SinkSpec]) -> str:
    """Return a sentence where people are sent links that open on this machine alone, empty elsewhere."""
    names = [spec.name for spec in sinks if not isinstance(spec, RemoteWriteSpec)]
    if not names:
        return ""
    address = settings.grafana_external_url or settings.external_url
    host = urlsplit(address).hostname or ""
    told = f"Messages of the sink {names[0]} link to {address}"
    if _is_here_alone(host):
        return f"{told}, which opens on no other machine than this one."
    is_said = settings.grafana_external_url or settings.web_external_url or settings.web_host == host
    return "" if is_said else f"{told}, by the name that this machine gives itself: others may not know it."


def _is_here_alone(host: str) -> bool:
    try:
        found = ip_address(host)
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")
    return found.is_loopback or found.is_unspecified
