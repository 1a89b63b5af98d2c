import json

import pytest

from barograph.cli.main import main
from tests.unit.client.test_live import HELLO, event, scripted


def test_events_are_printed_as_lines_until_there_are_enough(capsys: pytest.CaptureFixture[str]) -> None:
    with scripted([HELLO, event(8), event(9)]) as server:
        words = ["watch", "--url", server.url, "--from-id", "7", "--count", "2", "--json"]
        choice = ["--severity", "warning", "--detector", "shop", "--label", "job=api"]
        assert main([*words, *choice]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [8, 9]
    (asked,) = server.heard
    assert asked["resume_from"] == 7
    assert asked["filters"] == {"severity": "warning", "detectors": ["shop"], "labels": {"job": "api"}}


def test_a_key_of_the_environment_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_API_KEY", "bg_key")
    with scripted([HELLO, event(8)]) as server:
        assert main(["watch", "--url", server.url, "--count", "1"]) == 0
    assert server.headers[0]["authorization"] == "Bearer bg_key"


def test_the_address_is_that_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted([HELLO, event(8)]) as server:
        monkeypatch.setenv("BAROGRAPH_WEB_HOST", "0.0.0.0")
        monkeypatch.setenv("BAROGRAPH_WEB_PORT", server.url.rpartition(":")[2])
        assert main(["watch", "--count", "1", "--json"]) == 0
    assert len(server.heard) == 1


def test_a_label_without_a_value_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--label", "job"]) == 2
    assert "job=api" in capsys.readouterr().err
