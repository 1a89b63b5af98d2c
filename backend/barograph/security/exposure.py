"""How far an installation that asks nobody for an identity can be reached."""

from ipaddress import ip_address

from barograph.config.settings import Settings

__all__ = ["exposure_of"]


def exposure_of(settings: Settings) -> str:
    """Say in a sentence who may do everything without an identity beyond this machine; empty is nobody."""
    if settings.auth_mode == "required" or _is_loopback(settings.web_host):
        return ""
    where = f"{settings.web_host}:{settings.web_port}"
    if settings.grafana_url:
        return f"Grafana says who its people are, but whoever else reaches {where} may do everything."
    return f"Everybody who reaches {where} may do everything."


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
