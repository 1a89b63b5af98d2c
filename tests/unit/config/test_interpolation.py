from pathlib import Path

import pytest

from barograph.config.interpolation import Interpolation, NoReferences
from barograph.errors import ValidationFailed


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("no reference", "no reference"),
        ("${A}-${A}", "1-1"),
        ("${B:-two}", "two"),
        ("${B:-}", ""),
        ("${A:-two}${B:-a:-b}", "1a:-b"),
        ("${", "${"),
        ("$${A}", "${A}"),
        ("rate(x[$__interval])", "rate(x[$__interval])"),
    ],
)
def test_references(text: str, filled: str) -> None:
    assert Interpolation({"A": "1"}).fill(text) == filled


def test_secret_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("hush\n")
    assert Interpolation({}).fill(f"Bearer ${{file:{secret}}}") == "Bearer hush"


@pytest.mark.parametrize("text", ["${NONE}", "${file:/does/not/exist}"])
def test_a_reference_that_leads_nowhere_is_an_error(text: str) -> None:
    with pytest.raises(ValidationFailed):
        Interpolation({}).fill(text)


def test_a_text_of_others_has_no_references_however_they_are_written() -> None:
    assert NoReferences().fill("costs $${A} and $5") == "costs ${A} and $5"
    # Such texts kept an expression that looks for references busy for days.
    for text in ("${A}", "${A:-b}", "${a:-" * 30_000):
        with pytest.raises(ValidationFailed, match="only in provisioned files"):
            NoReferences().fill(text)
    assert Interpolation({}).fill("${a:-" * 5_000 + "}") == "${a:-" * 4_999
