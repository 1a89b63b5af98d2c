from pathlib import Path

import pytest

from barograph.config.settings import Settings
from barograph.runtime.examination import Finding, Verdict, examine

POSTGRES = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"


def finding(check: str, **settings: object) -> Finding:
    (found,) = [one for one in examine(Settings.model_validate(settings)) if one.check == check]
    return found


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, Verdict.GOOD),
        ({"database_url": POSTGRES}, Verdict.WARNING),
        ({"database_url": POSTGRES, "secret_key": "hush"}, Verdict.GOOD),
    ],
)
def test_a_key_that_each_machine_makes_for_itself_is_warned_of(
    tmp_path: Path, settings: dict[str, str], verdict: Verdict
) -> None:
    found = finding("secret key", state_dir=tmp_path, web_port=1, **settings)
    assert found.verdict is verdict
    assert "hush" not in found.sentence + found.remedy
    assert bool(found.remedy) is (verdict is Verdict.WARNING)


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ({}, Verdict.GOOD),
        ({"web_host": "0.0.0.0"}, Verdict.WARNING),
        ({"web_host": "0.0.0.0", "auth_mode": "required"}, Verdict.GOOD),
    ],
)
def test_an_open_door_to_the_network_is_warned_of(
    tmp_path: Path, settings: dict[str, str], verdict: Verdict
) -> None:
    found = finding("access", state_dir=tmp_path, web_port=1, **settings)
    assert found.verdict is verdict
    assert ("auth_mode" in found.remedy) is (verdict is Verdict.WARNING)
