import socket
from typing import Any

import pytest
from pydantic import TypeAdapter

from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.runtime.link_check import doubt_links


def sink(**more: Any) -> SinkSpec:
    spec = {"name": "main", "type": "alertmanager", "urls": ["http://alertmanager:9093"], **more}
    return TypeAdapter[SinkSpec](SinkSpec).validate_python(spec)


@pytest.mark.parametrize(
    ("settings", "is_doubtful"),
    [
        ({}, True),
        ({"web_host": "::1"}, True),
        ({"web_external_url": "http://localhost:8427"}, True),
        ({"web_external_url": "http://0.0.0.0:8427"}, True),
        ({"web_host": "0.0.0.0"}, True),
        ({"web_host": "barograph.example"}, False),
        ({"web_host": "10.0.0.7"}, False),
        ({"web_external_url": "https://barograph.example"}, False),
        ({"grafana_external_url": "https://grafana.example"}, False),
        (
            {"web_external_url": "https://barograph.example", "grafana_external_url": "http://[::1]:3000"},
            True,
        ),
    ],
)
def test_a_link_that_may_open_on_this_machine_alone_is_doubted(
    settings: dict[str, str], is_doubtful: bool
) -> None:
    assert bool(doubt_links(Settings(**settings), [sink()])) is is_doubtful
    assert doubt_links(Settings(**settings), []) == "", "nobody is told"


def test_whom_only_samples_reach_sees_no_link() -> None:
    assert doubt_links(Settings(), [sink(type="remote_write")]) == ""


def test_who_listens_everywhere_is_known_by_the_name_of_the_machine() -> None:
    assert Settings(web_host="::").external_url == f"http://{socket.gethostname()}:8427"
    assert Settings(web_host="::1").external_url == "http://[::1]:8427"
