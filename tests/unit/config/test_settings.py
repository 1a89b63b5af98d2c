import socket

import pytest

from barograph.config import Settings

NAME = socket.gethostname()


@pytest.mark.parametrize(
    ("host", "bound", "here", "elsewhere"),
    [
        ("127.0.0.1", "127.0.0.1:8427", "http://127.0.0.1:8427", "http://127.0.0.1:8427"),
        ("", ":8427", "http://127.0.0.1:8427", f"http://{NAME}:8427"),
        ("0.0.0.0", "0.0.0.0:8427", "http://127.0.0.1:8427", f"http://{NAME}:8427"),
        ("::", "[::]:8427", "http://[::1]:8427", f"http://{NAME}:8427"),
        ("[::]", "[::]:8427", "http://[::1]:8427", f"http://{NAME}:8427"),
        ("fd00::2", "[fd00::2]:8427", "http://[fd00::2]:8427", "http://[fd00::2]:8427"),
        ("baro.lan", "baro.lan:8427", "http://baro.lan:8427", "http://baro.lan:8427"),
    ],
)
def test_a_host_is_where_it_listens_and_how_it_is_reached(
    host: str, bound: str, here: str, elsewhere: str
) -> None:
    settings = Settings(web_host=host)
    assert (settings.bind_address, settings.local_url, settings.external_url) == (bound, here, elsewhere)


def test_links_carry_the_address_that_was_said_and_programs_here_need_none() -> None:
    settings = Settings(web_host="::", web_external_url="https://baro.example/monitoring/")
    assert settings.external_url == "https://baro.example/monitoring"
    assert settings.own_origin == "https://baro.example"
    assert settings.local_url == "http://[::1]:8427"
