import pytest

from barograph.config import Settings
from barograph.errors import SourceMisconfigured, ValidationFailed
from barograph.security.outbound import OutboundGuard


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1%eth0", "fd00:ec2::254"]
)
def test_metadata_and_link_local_addresses_are_refused_by_default(address: str) -> None:
    guard = OutboundGuard.of(Settings())
    with pytest.raises(SourceMisconfigured, match="outbound_denied_networks"):
        guard(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "8.8.8.8"])
def test_other_addresses_are_allowed(address: str) -> None:
    OutboundGuard.of(Settings())(address)


def test_an_empty_setting_allows_everything() -> None:
    OutboundGuard.of(Settings(outbound_denied_networks=""))("169.254.169.254")


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="no network"):
        OutboundGuard.of(Settings(outbound_denied_networks="everything"))
