import json
from dataclasses import replace
from pathlib import Path

import pytest

from barograph.cli.main import main
from barograph.storage import Database, Stores
from barograph.storage.model_watches import StoredWatch
from tests.unit.storage.making import make_spec
from tests.unit.storage.test_models import MODEL, TRAINED


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path))
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    stores = Stores.over(database)
    stores.detectors.create("default", make_spec(), now_ms=1)
    for version in (1, 2):
        stores.models.add(replace(MODEL, version=version, state="active"), b"bytes", TRAINED)
    database.close()


def test_versions_are_listed_the_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "latency", "--json"]) == 0
    items = json.loads(capsys.readouterr().out)["items"]
    assert [(item["version"], item["state"]) for item in items] == [(2, "active"), (1, "retired")]


def test_the_list_for_people_tells_when_each_was_trained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "latency"]) == 0
    assert "1970-01-01" in capsys.readouterr().out


def test_a_detector_that_is_not_there_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "nobody"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_the_quality_of_the_version_in_force_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    test = {"name": "kolmogorov_smirnov", "subject": "data", "statistic": 0.91, "threshold": 0.25}
    test |= {"p_value": 0.07, "series_strayed": 3, "series_tested": 4}
    report = {"drift": {"state": "drifting", "tests": [test], "since_ms": 5}}
    Stores.over(database).model_watches.save(StoredWatch("default", "latency", 2, 5, {}, report))
    database.close()
    assert main(["models", "latency", "--quality"]) == 0
    told = capsys.readouterr().out
    assert "drifting" in told
    assert "0.91, limit 0.25, p 0.07, 3 of 4 strayed" in told
    assert "0 useful, 0 expected, 0 noise" in told
    assert main(["models", "latency", "--quality", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model_version"] == 2
