import json
from pathlib import Path

import pytest

from barograph.cli.main import main


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(("templates", *words))
    return code, capsys.readouterr().out


def test_templates_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "slo-burn" in run(capsys, "list")[1]
    assert "red" in [item["name"] for item in json.loads(run(capsys, "list", "--json")[1])]
    assert "selector" in run(capsys, "show", "red")[1]
    assert json.loads(run(capsys, "show", "red", "--json")[1])["source_type"] == "prometheus"


def test_a_rendered_file_is_valid(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, text = run(capsys, "render", "red", "--set", 'selector=job="shop"')
    assert code == 0
    file = tmp_path / "red.yaml"
    file.write_text(text)
    assert main(["validate", str(file)]) == 0
    capsys.readouterr()
    assert len(json.loads(run(capsys, "render", "red", "--json")[1])["detectors"]) == 3


def test_a_wrong_parameter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "render", "red", "--set", "selector")[0] == 1
    assert run(capsys, "render", "red", "--set", "nothing=1")[0] == 1
