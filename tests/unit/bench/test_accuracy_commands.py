import csv
import gzip
import json
from pathlib import Path

import numpy as np
from click.testing import CliRunner

from barograph.bench import multi, nab, synthetic, tsb

ROWS = 700


def _values() -> np.ndarray:
    values = np.random.default_rng(0).normal(50, 2, ROWS)
    values[500:510] += 60
    return values


def _stamp(row: int) -> str:
    return str(np.datetime64("2014-04-01T00:00:00") + np.timedelta64(5 * row, "m")).replace("T", " ")


def _nab_folder(root: Path) -> Path:
    (root / "data" / "real").mkdir(parents=True)
    windows = {"real/a.csv": [[_stamp(480), _stamp(540)]]}
    (root / "combined_windows.json").write_text(json.dumps(windows))
    rows = [f"{_stamp(row)},{value}" for row, value in enumerate(_values())]
    (root / "data" / "real" / "a.csv").write_text("\n".join(["timestamp,value", *rows]))
    return root


def test_nab_is_scored_and_written_row_by_row(tmp_path: Path) -> None:
    data, out = _nab_folder(tmp_path / "nab"), tmp_path / "out"
    options = ["--data", str(data), "--results", str(out), "--algorithm", "zscore", "--json"]
    figures = json.loads(CliRunner().invoke(nab.command, options).stdout)["figures"]
    assert figures["detected"] == figures["windows"] == 1
    assert figures["standard"] > 50
    with (out / "real" / "a.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert rows[0] == {"timestamp": _stamp(0), "anomaly_score": "0.0"}
    assert float(rows[500]["anomaly_score"]) > 0.5
    assert json.loads((out / "nab.json").read_text())["figures"] == figures


def test_tsb_is_scored_and_written_with_the_row_it_leaves_out(tmp_path: Path) -> None:
    data, out = tmp_path / "tsb", tmp_path / "out"
    data.mkdir()
    (data / "published_vus_pr.csv").write_text("file,nab_source,POLY\n1.csv,real/a.csv,0.3\n")
    rows = [f"{value},{int(500 <= row < 510)}" for row, value in enumerate(_values())]
    (data / "1.csv").write_text("\n".join(["Data,Label", *rows]))
    options = ["--data", str(data), "--results", str(out), "--algorithm", "zscore", "--json"]
    figures = json.loads(CliRunner().invoke(tsb.command, options).stdout)["figures"]
    assert 0 < figures["vus_pr"] <= 1
    assert len((out / "real" / "a.csv").read_text().splitlines()) == ROWS + 2


def _pack(path: Path, table: np.ndarray) -> None:
    with gzip.open(path, "wt") as file:
        np.savetxt(file, table, delimiter=",", fmt="%.3f")


def test_machines_of_all_sets_are_scored(tmp_path: Path) -> None:
    both = np.column_stack([_values(), _values()[::-1]])
    for name in multi.MACHINE_SETS:
        (tmp_path / name).mkdir()
        _pack(tmp_path / name / "m_train.csv.gz", both[:400])
        _pack(tmp_path / name / "m_test.csv.gz", both[400:])
        _pack(tmp_path / name / "m_test_label.csv.gz", np.isin(np.arange(400, ROWS), np.arange(500, 510)))
    options = ["--data", str(tmp_path), "--algorithm", "zscore", "--json"]
    figures = json.loads(CliRunner().invoke(multi.command, options).stdout)["figures"]
    assert figures["smd_vus_pr"] == figures["smd/m"] > 0.3
    assert 1 >= figures["smd_range_f1"] >= figures["smd_range_f1_default"] > 0.1


def test_synthetic_tells_a_rate_for_each_kind() -> None:
    answer = CliRunner().invoke(synthetic.command, ["--algorithm", "zscore", "--seeds", "1", "--json"])
    figures = json.loads(answer.stdout)["figures"]
    assert 0 <= figures["drift"] <= figures["spike"] <= 1
    assert figures["series"] == 82
