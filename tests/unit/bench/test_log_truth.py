from pathlib import Path

import pytest

from barograph.bench._log_truth import read_samples, stress_samples
from barograph.errors import ValidationFailed


def test_the_stress_set_is_the_same_for_the_same_seed() -> None:
    assert list(stress_samples(20, 3)) == list(stress_samples(20, 3))


def test_a_folder_without_samples_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match="log_structured"):
        list(read_samples(tmp_path))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "Sys").mkdir()
    (tmp_path / "Sys" / "Sys_2k.log_structured.csv").write_text("LineId,Content\n1,hello\n")
    with pytest.raises(ValidationFailed, match="EventId"):
        list(read_samples(tmp_path))
