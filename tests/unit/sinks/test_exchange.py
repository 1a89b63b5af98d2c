import pytest
from pydantic import TypeAdapter

from barograph.config.sink import SinkSpec
from barograph.sinks.base import Outcome
from barograph.sinks.exchange import Exchange
from tests.servers.receiver import Receiver

SECRET = "/services/T0AB/B0CD/XyZ12345abc?token=hush-hush"


def exchange_with(url: str) -> Exchange:
    spec = TypeAdapter[SinkSpec](SinkSpec).validate_python({"type": "webhook", "name": "hook", "urls": [url]})
    return Exchange(url, spec, lambda _address: None)


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 500, 504])
def test_why_somebody_refused_names_the_host_and_nothing_after_it(receiver: Receiver, status: int) -> None:
    receiver.status = status
    verdict = exchange_with(f"{receiver.url}{SECRET}").post("", b"{}")
    assert verdict.outcome is not Outcome.DELIVERED
    assert receiver.url in verdict.reason
    assert "T0AB" not in verdict.reason
    assert "hush" not in verdict.reason


@pytest.mark.parametrize("host", ["http://127.0.0.1:1", "http://nowhere.invalid", "https://127.0.0.1:1"])
def test_who_cannot_be_reached_is_named_by_the_host(host: str) -> None:
    verdict = exchange_with(f"{host}{SECRET}").post("", b"{}")
    assert verdict.outcome is Outcome.RETRY
    assert host in verdict.reason
    assert "T0AB" not in verdict.reason
    assert "hush" not in verdict.reason
