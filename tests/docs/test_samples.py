from pathlib import Path

import pytest

from barograph.cli.main import main

_SAMPLES = Path(__file__).parents[2] / "provisioning" / "samples" / "detectors"


def test_every_sample_detector_is_valid(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(file) for file in sorted(_SAMPLES.glob("*.yaml"))]
    assert files
    assert main(["validate", *files]) == 0
    assert "are valid" in capsys.readouterr().out
