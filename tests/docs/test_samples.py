from pathlib import Path

import pytest

from barograph.cli.main import main

_SAMPLES = Path(__file__).parents[2] / "provisioning" / "samples"


def test_every_sample_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(file) for file in sorted(_SAMPLES.rglob("*.yaml"))]
    assert files
    assert main(["validate", *files]) == 0
    assert "are valid" in capsys.readouterr().out
