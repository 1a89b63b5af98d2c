import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from barograph.bench import grouped, synthetic
from barograph.bench._accuracy import write_result
from barograph.bench._scorecard import read_results
from barograph.bench.base import BenchResult
from barograph.cli.scorecard import command
from barograph.errors import ValidationFailed


def _write(results: Path, algorithm: str, standard: float) -> None:
    figures = {"algorithm": algorithm, "standard": standard, "low_false_positives": 1.0}
    write_result(BenchResult("nab", figures, machine="one core", commit="abc"), results / algorithm)


def test_the_page_has_the_best_algorithm_first_and_gaps_where_nothing_was_measured(tmp_path: Path) -> None:
    _write(tmp_path, "zscore", 41.0)
    _write(tmp_path, "auto", 64.75)
    page = read_results(tmp_path).write(tmp_path / "docs").read_text()
    assert page.index("| auto | 64.8 | 1.0 |  |") < page.index("| zscore | 41.0 |")
    assert "commit abc on one core" in page
    assert "64.8" in (tmp_path / "docs" / "scorecard-nab.svg").read_text()
    assert not (tmp_path / "docs" / "scorecard-tsb.svg").exists()


def test_what_a_benchmark_wrote_can_be_read(tmp_path: Path) -> None:
    options = ["--algorithm", "zscore", "--seeds", "1", "--results", str(tmp_path / "in")]
    CliRunner().invoke(synthetic.command, options)
    answer = CliRunner().invoke(command, ["--results", str(tmp_path), "--output", str(tmp_path / "out")])
    assert "scorecard.md" in answer.output
    page = (tmp_path / "out" / "scorecard.md").read_text()
    assert "missing season" in page
    assert page.count("| zscore |") == 3


def test_tables_of_machines_and_groups_hold_whom_they_were_measured_for(tmp_path: Path) -> None:
    machines = {"algorithm": "mad", "smd_vus_pr": 0.25, "smd_range_f1": 0.5, "smd_range_f1_default": 0.125}
    write_result(BenchResult("multi", machines), tmp_path / "mad")
    answer = CliRunner().invoke(
        grouped.command, ["--algorithm", "peers", "--results", str(tmp_path / "peers"), "--json"]
    )
    figures = json.loads(answer.stdout)["figures"]
    page = read_results(tmp_path).write(tmp_path / "docs").read_text()
    machines_part, groups_part = page.partition("## Whole machines")[2].split("## The odd member")
    assert "| mad |  |  |  | 0.250 | 0.500 | 0.125 |" in machines_part
    assert "| peers |" not in machines_part
    assert f"| peers | {figures['spike']:.0%} |" in groups_part
    assert "| mad |" not in groups_part


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match="no results"):
        read_results(tmp_path)
