import pytest

from barograph.errors import SourceThrottled
from barograph.sinks.address import SinkAddress


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://alertmanager:9093", "http://alertmanager:9093"),
        ("http://alertmanager:9093/", "http://alertmanager:9093"),
        ("https://hooks.example/services/T0/k3y", "https://hooks.example/…"),
        ("https://hooks.example?token=k3y", "https://hooks.example/…"),
        ("https://user:pass@hooks.example/x", "https://hooks.example/…"),
    ],
)
def test_what_follows_the_host_is_not_shown(url: str, shown: str) -> None:
    assert SinkAddress(url).shown == shown
    assert SinkAddress(url).conceal(f"{url.rstrip('/')} failed") == f"{shown} failed"


def test_what_a_server_repeats_of_the_address_is_hidden_too() -> None:
    address = SinkAddress("https://hooks.example/api/services/XyZ12345abc?token=hush-hush")
    said = "no team XyZ12345abc at /api/services/XyZ12345abc?token=hush-hush, token hush-hush; see api"
    assert address.conceal(said) == "no team … at /…, token …; see api"
    assert SinkAddress("http://am:9093").conceal("at http://am:9093/api/v2/alerts") == (
        "at http://am:9093/api/v2/alerts"
    )


def test_an_error_stays_what_it_is() -> None:
    address = SinkAddress("https://hooks.example/services/k3y")
    told = {"url": "https://hooks.example/services/k3y", "status": 429}
    error = SourceThrottled("https://hooks.example/services/k3y: slow", detail=told, retry_after_seconds=3)
    concealed = address.conceal_error(error)
    assert isinstance(concealed, SourceThrottled)
    assert concealed.message == "https://hooks.example/…: slow"
    assert concealed.detail == {"url": "https://hooks.example/…", "status": 429}
    assert concealed.retry_after_seconds == 3
