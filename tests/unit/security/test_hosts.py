import socket

import pytest

from barograph.config import Settings
from barograph.errors import Forbidden, Unauthenticated
from barograph.security import Authenticator
from barograph.security.hosts import OwnHosts

SETTINGS = Settings.model_validate(
    {
        "web_external_url": "https://barograph.example/",
        "web_allowed_hosts": "baro.corp.example, Baro.Other.Example",
    }
)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "127.0.0.1:8427",
        "[::1]:8427",
        "10.1.2.3",
        "localhost:8427",
        "barograph:8427",
        "barograph.monitoring.svc:8427",
        "barograph.monitoring.svc.cluster.local",
        "barograph.example",
        "BARO.corp.example:443",
        "baro.other.example.",
        socket.gethostname(),
    ],
)
def test_own_names_and_those_that_nobody_can_register_are_answered(host: str) -> None:
    OwnHosts.of(SETTINGS).check(host)


@pytest.mark.parametrize(
    "host", ["evil.example:8427", "127.0.0.1.evil.example", "localhost.evil.example", "[x.example"]
)
def test_a_name_that_somebody_else_may_have_led_here_is_refused(host: str) -> None:
    with pytest.raises(Forbidden, match="web_allowed_hosts"):
        OwnHosts.of(SETTINGS).check(host)


def test_the_name_that_the_network_gives_the_machine_is_its_own_and_looked_up_once() -> None:
    asked: list[str] = []

    def find_full_name() -> str:
        asked.append("once")
        return "Shop1.corp.example"

    hosts = OwnHosts(find_full_name=find_full_name)
    hosts.check("localhost")
    assert asked == []
    hosts.check("shop1.corp.example:8427")
    with pytest.raises(Forbidden):
        hosts.check("shop2.corp.example")
    assert asked == ["once"]


def test_where_an_identity_is_required_the_name_does_not_matter() -> None:
    with pytest.raises(Unauthenticated):
        Authenticator(is_required=True).identify({"Host": "evil.example"})
    with pytest.raises(Forbidden):
        Authenticator().identify({"Host": "evil.example"})
