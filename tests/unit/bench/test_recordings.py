import gzip
import json
from pathlib import Path

import pytest

from barograph.bench._recordings import find_folder, read_machines, read_nab, read_tsb
from barograph.errors import ValidationFailed


def test_without_data_the_remedy_is_said() -> None:
    with pytest.raises(ValidationFailed, match="--data"):
        find_folder(None, "nab", "combined_windows.json")


def test_a_folder_without_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match=r"combined_windows\.json"):
        read_nab(tmp_path)


def test_nab_is_read_from_its_own_layout_and_from_a_flat_one(tmp_path: Path) -> None:
    for layout, folder in (("own", "labels"), ("flat", ".")):
        root = tmp_path / layout
        (root / folder).mkdir(parents=True)
        (root / "data" / "real").mkdir(parents=True)
        windows = {"real/a.csv": [["2014-04-01 00:05:00.000000", "2014-04-01 00:10:00.000000"]]}
        (root / folder / "combined_windows.json").write_text(json.dumps(windows))
        rows = ["timestamp,value", *(f"2014-04-01 00:{5 * row:02}:00,{row}.5" for row in range(4))]
        (root / "data" / "real" / "a.csv").write_text("\n".join(rows))
        (series,) = read_nab(root)
        assert series.windows == ((1, 2),)
        assert series.frame.step_ms == 300_000
        assert series.frame.values.tolist() == [[0.5, 1.5, 2.5, 3.5]]


def test_a_series_of_tsb_is_read_with_its_labels(tmp_path: Path) -> None:
    (tmp_path / "published_vus_pr.csv").write_text("file,nab_source,POLY\n1.csv,real/a.csv,0.3\n")
    (tmp_path / "1.csv").write_text("Data,Label\n1.0,0\n2.0,1\n3.0,0\n")
    (series,) = read_tsb(tmp_path)
    assert series.source == "real/a.csv"
    assert series.is_anomaly.tolist() == [False, True, False]


def _pack(path: Path, text: str) -> None:
    with gzip.open(path, "wt") as file:
        file.write(text)


def test_machines_are_read_with_labels_beside_or_within(tmp_path: Path) -> None:
    for name in ("asd", "jumpstarter_d2"):
        (tmp_path / name).mkdir()
    _pack(tmp_path / "asd" / "m_train.csv.gz", "row,m0,m1\n0,.1,.2\n1,.1,.3\n")
    _pack(tmp_path / "asd" / "m_test.csv.gz", "row,m0,m1,label\n0,.1,.4,0\n1,.9,.5,1\n")
    _pack(tmp_path / "jumpstarter_d2" / "s_train.csv.gz", "0.1,0.2\n0.1,0.3\n")
    _pack(tmp_path / "jumpstarter_d2" / "s_test.csv.gz", "0.1,0.4\n0.9,0.5\n")
    _pack(tmp_path / "jumpstarter_d2" / "s_test_label.csv.gz", "0\n1\n")
    for name in ("asd", "jumpstarter_d2"):
        (machine,) = read_machines(tmp_path, name)
        assert machine.frame.values.tolist() == [[0.1, 0.1, 0.1, 0.9], [0.2, 0.3, 0.4, 0.5]]
        assert machine.training_points == 2
        assert machine.is_anomaly.tolist() == [False, True]
