"""Which addresses data sources and webhooks may lead to."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from barograph.config.settings import Settings
from barograph.errors import SourceMisconfigured, ValidationFailed

__all__ = ["OutboundGuard"]

_Network = IPv4Network | IPv6Network


class OutboundGuard:
    """Refuses connections into denied networks, such as the metadata service of a cloud.

    It looks at the address that was really connected to, so a name that leads elsewhere does not help.
    """

    def __init__(self, denied: Iterable[str]) -> None:
        self._denied = tuple(_parse(text) for text in denied)

    @classmethod
    def of(cls, settings: Settings) -> "OutboundGuard":
        """Return what refuses the networks that the settings deny."""
        named = settings.outbound_denied_networks.split(",")
        return cls(part.strip() for part in named if part.strip())

    def __call__(self, address: str) -> None:
        """Raise for an address in a denied network."""
        found = ip_address(address.partition("%")[0])
        if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        for network in self._denied:
            if found.version == network.version and found in network:
                raise SourceMisconfigured(
                    f"Connections to {address} are not allowed: outbound_denied_networks has {network}. "
                    "Choose another address, or change that setting.",
                    detail={"address": address, "network": str(network)},
                )


def _parse(text: str) -> _Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValidationFailed(
            f"outbound_denied_networks: {text!r} is no network. Write it like 169.254.0.0/16."
        ) from error
