import csv
import json
from pathlib import Path

from click.testing import CliRunner

from barograph.bench.logs import command


def test_lines_are_mined_compared_and_written(tmp_path: Path) -> None:
    truth = tmp_path / "truth" / "Shop"
    truth.mkdir(parents=True)
    rows = [(n, f"sent {n} bytes", "E1") for n in range(5)] + [(9, "stopping", "E2")]
    with (truth / "Shop_2k.log_structured.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("LineId", "Content", "EventId"), *rows])
    options = ["--truth", str(tmp_path / "truth"), "--results", str(tmp_path / "out"), "--json"]
    answer = json.loads(CliRunner().invoke(command, options).stdout)
    assert answer["figures"]["grouping_accuracy"] == 1.0
    assert answer["figures"]["fga"] == 1.0
    with (tmp_path / "out" / "Shop.csv").open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["EventTemplate"] for row in found[-2:]] == ["sent <*> bytes", "stopping"]
    assert len({row["EventId"] for row in found}) == 2


def test_without_a_folder_the_stress_set_is_mined() -> None:
    answer = json.loads(CliRunner().invoke(command, ["--lines", "50", "--json"]).stdout)
    assert answer["figures"]["systems"] == 11
