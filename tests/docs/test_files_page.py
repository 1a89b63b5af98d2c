"""docs/files.md: references do what the table says, and every folder is named."""

import re
from pathlib import Path

import pytest

from barograph.config.interpolation import Interpolation
from barograph.config.kinds import KINDS, SOURCES
from barograph.errors import ValidationFailed

PAGE = (Path(__file__).parents[2] / "docs" / "files.md").read_text()


def test_every_folder_and_file_is_named() -> None:
    named = set(re.findall(r"^\| `(\w+)(?:/|\.yaml)`", PAGE, re.MULTILINE))
    assert named == {"detectors", *KINDS}


def test_references_do_what_the_table_says(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("se:cret\n")
    known = Interpolation({"NAME": "ada"})
    left = re.findall(r"^\| `(\$[^`]+)`", PAGE, re.MULTILINE)
    assert left == ["${NAME}", "${NAME:-default}", "${file:/run/secrets/token}", "$${"]
    found = [known.fill(text.replace("/run/secrets", str(tmp_path))) for text in left]
    assert found == ["ada", "ada", "se:cret", "${"]
    assert Interpolation({}).fill("${NAME:-default}") == "default"
    with pytest.raises(ValidationFailed, match="NAME"):
        Interpolation({}).fill("${NAME}")


def test_the_example_is_filled(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "mimir-token").write_text("hush\n")
    (tmp_path / "a.yaml").write_text(example.replace("/run/secrets", str(tmp_path)))
    found = SOURCES.read([tmp_path / "a.yaml"], {"TEAM": "payments"})
    (spec,) = found.specs
    assert spec.urls == ("http://mimir:9009/prometheus",)
    assert spec.tenant == "payments"
    assert spec.auth.bearer_token is not None
    assert spec.auth.bearer_token.get_secret_value() == "hush"


def test_what_is_meant_for_promql_is_written_with_two_signs() -> None:
    (example,) = re.findall(r"`(label_replace\(.*\))`", PAGE)
    assert Interpolation({}).fill(example) == 'label_replace(up, "host", "${1}", "instance", "(.*):.*")'
