import pytest

from barograph.config import Settings
from barograph.security.exposure import exposure_of


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({}, ""),
        ({"web_host": "localhost"}, ""),
        ({"web_host": "::1"}, ""),
        ({"web_host": "0.0.0.0", "auth_mode": "required"}, ""),
        ({"web_host": "0.0.0.0"}, "Everybody who reaches 0.0.0.0:8427 may do everything."),
        ({"web_host": "barograph.corp", "web_port": 80}, "Everybody who reaches barograph.corp:80"),
        ({"web_host": "::", "grafana_url": "http://g"}, "Grafana says who its people are, but whoever else"),
    ],
)
def test_who_listens_beyond_the_machine_and_asks_nobody_is_told(
    settings: dict[str, object], sentence: str
) -> None:
    said = exposure_of(Settings.model_validate(settings))
    assert said.startswith(sentence)
    assert bool(said) == bool(sentence)
