import json

import pytest

from barograph.algorithms.registry import Registry
from barograph.cli.main import main


def test_every_algorithm_is_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["algorithms", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert tuple(item["name"] for item in items) == Registry.installed().names
    assert all(item["summary"] and item["cost"] and item["origin"] for item in items)


def test_one_algorithm_is_described_with_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["algorithms", "zscore"]) == 0
    text = capsys.readouterr().out
    assert "window" in text
    assert "60" in text


def test_the_list_for_people_names_cost_and_origin(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["algorithms"]) == 0
    assert "built-in" in capsys.readouterr().out


def test_an_unknown_name_is_answered_with_the_one_that_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["algorithms", "zskore"]) == 1
    assert "Did you mean `zscore`" in capsys.readouterr().err
